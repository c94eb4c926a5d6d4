import { writeFileSync } from 'node:fs';

const ALIGNMENT = 32;
const TYPE = { string: 8, float32: 6 } as const;

interface Tensor {
  readonly name: string;
  /** Fastest dimension first, as ggml counts. */
  readonly dimensions: readonly number[];
  readonly data: Float32Array;
}

/**
 * Writes a LoRA adapter of rank 1 for the first layer of a llama model, as GGUF version 3.
 * @param width length of a hidden state.
 * @param strength factor of every element: enough changes what the model says.
 */
export function writeLora(path: string, width: number, strength: number): void {
  const wave = (step: number) => Float32Array.from({ length: width }, (_, i) => Math.sin(i * step) * strength);
  const tensors: Tensor[] = [
    { name: 'blk.0.attn_output.weight.lora_a', dimensions: [width, 1], data: wave(0.7) },
    { name: 'blk.0.attn_output.weight.lora_b', dimensions: [1, width], data: wave(1.3) },
  ];
  const parts: Buffer[] = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(4)];
  for (const [key, value] of [
    ['general.type', 'adapter'],
    ['general.architecture', 'llama'],
    ['adapter.type', 'lora'],
    ['adapter.lora.alpha', 1],
  ] as const) {
    parts.push(text(key));
    if (typeof value === 'string') parts.push(u32(TYPE.string), text(value));
    else parts.push(u32(TYPE.float32), f32(value));
  }
  let offset = 0;
  for (const { name, dimensions, data } of tensors) {
    parts.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(0), u64(offset));
    offset += aligned(data.byteLength);
  }
  parts.push(padding(parts.reduce((sum, part) => sum + part.length, 0)));
  for (const { data } of tensors) parts.push(Buffer.from(data.buffer), padding(data.byteLength));
  writeFileSync(path, Buffer.concat(parts));
}

const aligned = (length: number) => Math.ceil(length / ALIGNMENT) * ALIGNMENT;
const padding = (length: number) => Buffer.alloc(aligned(length) - length);

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function f32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

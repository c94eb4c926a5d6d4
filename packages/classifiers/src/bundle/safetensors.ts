import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';

export interface NumberTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}

export type Tensors = ReadonlyMap<string, NumberTensor>;

const ARRAYS = { F32: Float32Array, I8: Int8Array, I32: Int32Array } as const;
/** What the format itself allows at most. */
const MAX_HEADER_BYTES = 100_000_000;

const entry = z.object({
  dtype: z.enum(['F32', 'I8', 'I32']),
  shape: z.array(z.int().min(0)).max(4),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});

/**
 * Reads a safetensors file: eight bytes of header length, a JSON header, the bytes of the tensors. Each tensor is copied.
 * @throws ServiceError `model_untrusted` for what is not such a file, or has types besides F32, I8 and I32.
 */
export function readSafetensors(file: Buffer, name: string): Tensors {
  const headerBytes = file.length < 8 ? Number.NaN : Number(file.readBigUInt64LE(0));
  if (!(headerBytes <= Math.min(MAX_HEADER_BYTES, file.length - 8))) throw untrusted(name, 'has no header');
  const start = 8 + headerBytes;
  const tensors = new Map<string, NumberTensor>();
  for (const [key, value] of Object.entries(headerOf(file.toString('utf8', 8, start), name))) {
    if (key === '__metadata__') continue;
    const { success, data } = entry.safeParse(value);
    if (!success) throw untrusted(name, `has a tensor of an unknown kind: ${key}`);
    const { dtype, shape, data_offsets: ends } = data;
    const Numbers = ARRAYS[dtype];
    const length = shape.reduce((product, size) => product * size, 1);
    const [from, to] = ends;
    const isWhole = to - from === length * Numbers.BYTES_PER_ELEMENT && start + to <= file.length;
    if (!isWhole) throw untrusted(name, `has a tensor of another size than its shape: ${key}`);
    tensors.set(key, { shape, data: new Numbers(Uint8Array.from(file.subarray(start + from, start + to)).buffer) });
  }
  return tensors;
}

function headerOf(text: string, name: string): object {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw untrusted(name, 'has a header that is no JSON object');
  }
}

/** A tensor of 32-bit floats of a certain shape, all of them finite; `undefined` in a shape stands for any size. */
export function floats(
  tensors: Tensors,
  name: string,
  shape: readonly (number | undefined)[],
): Float32Array<ArrayBuffer> {
  const tensor = tensors.get(name);
  if (!tensor) throw new ServiceError('model_untrusted', `the bundle has no tensor ${name}`);
  const fits =
    tensor.shape.length === shape.length && shape.every((size, i) => size === undefined || size === tensor.shape[i]);
  if (!fits || !(tensor.data instanceof Float32Array)) {
    throw new ServiceError(
      'model_untrusted',
      `the tensor ${name} is not of floats [${shape.map((size) => size ?? 'n')}]`,
    );
  }
  if (!tensor.data.every(Number.isFinite)) {
    throw new ServiceError('model_untrusted', `the tensor ${name} holds an element that is not finite`);
  }
  return tensor.data;
}

function untrusted(file: string, problem: string): ServiceError {
  return new ServiceError('model_untrusted', `${file} ${problem}`);
}

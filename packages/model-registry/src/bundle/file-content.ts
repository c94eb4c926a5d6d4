import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';

const HEAD_BYTES = 64;
const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 16 * 2 ** 20;
const MAX_TEXT_BYTES = 256 * 2 ** 20;

const tensorHeader = z.record(
  z.string(),
  z.union([
    z.object({
      dtype: z.string(),
      shape: z.array(z.int().min(0)),
      data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
    }),
    z.record(z.string(), z.string()),
  ]),
);

/**
 * Whether a file is what its suffix says, so that no pickle comes in under another name.
 * @returns what is wrong, to be read after the name of the file.
 */
export async function checkContent(name: string, handle: FileHandle, bytes: number): Promise<string | undefined> {
  if (name.endsWith('.safetensors')) return checkSafetensors(handle, bytes);
  const head = await read(handle, 0, Math.min(bytes, HEAD_BYTES));
  const kind = disguise(head);
  if (kind) return `is ${kind}`;
  if (name.endsWith('.onnx')) return bytes > 0 ? undefined : 'is empty';
  if (bytes > MAX_TEXT_BYTES) return 'is too large for text';
  const text = decode(await read(handle, 0, bytes));
  if (text === undefined) return 'is not UTF-8 text';
  return name.endsWith('.json') && !isJson(text) ? 'is not JSON' : undefined;
}

/**
 * The layout of safetensors: the header's length in 8 bytes, little-endian; the header, a JSON object; then the tensors,
 * whose offsets stay within the file (github.com/huggingface/safetensors, "Format"). Its first bytes may look like a
 * pickle's by chance, so the layout is what counts.
 */
async function checkSafetensors(handle: FileHandle, bytes: number): Promise<string | undefined> {
  if (bytes < LENGTH_BYTES) return 'is not safetensors';
  const length = Number((await read(handle, 0, LENGTH_BYTES)).readBigUInt64LE());
  if (length > Math.min(bytes - LENGTH_BYTES, MAX_HEADER_BYTES)) return 'is not safetensors';
  const text = decode(await read(handle, LENGTH_BYTES, length));
  if (!text?.startsWith('{') || !isJson(text)) return 'is not safetensors';
  const { data: header } = tensorHeader.safeParse(JSON.parse(text));
  if (!header) return 'has a header that is not of safetensors';
  const room = bytes - LENGTH_BYTES - length;
  for (const entry of Object.values(header)) {
    if (!Array.isArray(entry.data_offsets)) continue;
    const [start, end] = entry.data_offsets as [number, number];
    if (start > end || end > room) return 'has a tensor outside of the file';
  }
  return undefined;
}

/** Formats that can carry code: pickles of protocol 2 and later, and archives, which is what `torch.save` writes. */
function disguise(head: Buffer): string | undefined {
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) return 'a pickle';
  if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return 'an archive';
  return undefined;
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) return buffer.subarray(0, filled);
    filled += bytesRead;
  }
  return buffer;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

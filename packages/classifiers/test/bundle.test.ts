import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBundle, readSafetensors } from '../src/index.ts';
import { SMALL_BUNDLE } from './models.ts';

const untrusted = expect.objectContaining({ code: 'model_untrusted' });

describe('loadBundle', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bundle-'));
    await cp(SMALL_BUNDLE, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const manifest = async (change: (manifest: Record<string, unknown>) => void) => {
    const path = join(folder, 'manifest.json');
    const value = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    change(value);
    await writeFile(path, JSON.stringify(value));
  };

  it('reads the tensors that the manifest lists', async () => {
    const { manifest: read, tensors, words, graph } = await loadBundle(folder);
    expect(read.name).toBe('small-desk');
    expect(tensors.get('heads.category.weight')?.shape).toEqual([3, 384]);
    const { logits, knownShare } = words!.of('the invoice');
    expect(knownShare).toBe(1);
    expect(logits.map(({ length }) => length)).toEqual(read.heads.map(({ labels }) => labels.length));
    expect(graph).toBeUndefined();
  });

  it('refuses a file that was changed after it was listed', async () => {
    const file = join(folder, 'adapter.safetensors');
    const bytes = await readFile(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    await expect(loadBundle(folder)).rejects.toEqual(untrusted);
  });

  it('refuses a file that is missing, and a folder without a manifest', async () => {
    await rm(join(folder, 'tfidf.json'));
    await expect(loadBundle(folder)).rejects.toEqual(untrusted);
    await rm(join(folder, 'manifest.json'));
    await expect(loadBundle(folder)).rejects.toEqual(untrusted);
  });

  it.each([
    ['of a version to come', (value: Record<string, unknown>) => Object.assign(value, { schema_version: 2 })],
    [
      'that lists a pickle',
      (value: Record<string, unknown>) =>
        (value.files as object[]).push({ path: 'weights.pt', bytes: 1, sha256: 'a'.repeat(64) }),
    ],
  ])('refuses a manifest %s', async (_, change) => {
    await manifest(change);
    await expect(loadBundle(folder)).rejects.toEqual(untrusted);
  });

  it('refuses a manifest that is no JSON', async () => {
    await writeFile(join(folder, 'manifest.json'), '{');
    await expect(loadBundle(folder)).rejects.toEqual(untrusted);
  });
});

describe('readSafetensors', () => {
  const file = (header: string, data = Buffer.alloc(0), length = Buffer.byteLength(header)) => {
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(length));
    return Buffer.concat([size, Buffer.from(header), data]);
  };
  const entry = (dtype: string, shape: number[], data_offsets: number[]) =>
    JSON.stringify({ x: { dtype, shape, data_offsets } });

  it('reads floats, bytes and whole numbers, wherever they begin', () => {
    const data = Buffer.concat([Buffer.from([1]), Buffer.from(Float32Array.of(1.5, -2).buffer), Buffer.from([255])]);
    const header = JSON.stringify({
      __metadata__: { format: 'pt' },
      a: { dtype: 'F32', shape: [2, 1], data_offsets: [1, 9] },
      b: { dtype: 'I8', shape: [1], data_offsets: [9, 10] },
    });
    const tensors = readSafetensors(file(header, data), 'x.safetensors');
    expect(tensors.get('a')).toEqual({ shape: [2, 1], data: Float32Array.of(1.5, -2) });
    expect(tensors.get('b')).toEqual({ shape: [1], data: Int8Array.of(-1) });
    expect([...tensors.keys()]).toEqual(['a', 'b']);
  });

  it.each([
    ['a pickle', Buffer.from('\x80\x04\x95pickle')],
    ['nothing', Buffer.alloc(0)],
    ['a header that is longer than the file', file('{}', undefined, 1_000)],
    ['a header of an absurd length', Buffer.concat([Buffer.alloc(8, 255), Buffer.alloc(20)])],
    ['a header that is no JSON', file('{"x":')],
    ['a header that is a list', file('[]')],
    ['an unknown type', file(entry('BF16', [1], [0, 2]), Buffer.alloc(2))],
    ['a tensor beyond the end', file(entry('F32', [2], [0, 8]), Buffer.alloc(4))],
    ['a tensor of another size than its shape', file(entry('F32', [3], [0, 8]), Buffer.alloc(8))],
    ['a tensor that ends before it begins', file(entry('F32', [0], [8, 4]), Buffer.alloc(8))],
    ['a negative offset', file(entry('F32', [1], [-4, 0]), Buffer.alloc(8))],
  ])('refuses %s', (_, bytes) => {
    expect(() => readSafetensors(bytes, 'x.safetensors')).toThrow(untrusted);
  });
});

import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../src/bundle/verify-bundle.ts';
import { verifyBundle } from '../src/index.ts';
import { type BundleChanges, safetensors, temporaryFolder, writeBundle } from './bundles.ts';

const PICKLE = Buffer.from([0x80, 0x02, 0x7d, 0x71, 0x00, 0x2e]);
const ARCHIVE = Buffer.from('PK\x03\x04archive/data.pkl');
const CONTRACTS = join(import.meta.dirname, '../../contracts/golden');

function bundle(changes?: BundleChanges): string {
  const folder = join(temporaryFolder(), 'bundle');
  writeBundle(folder, 'banking77', 3, changes);
  return folder;
}

function refusal(message: RegExp) {
  return expect.objectContaining({ code: 'model_untrusted', message: expect.stringMatching(message) });
}

describe('verifyBundle', () => {
  it('accepts a sound bundle and gives its manifest', async () => {
    const manifest = await verifyBundle(bundle(), { name: 'banking77', version: 3 });
    expect(manifest.heads.map(({ name }) => name)).toEqual(['category', 'priority']);
  });

  it('accepts a safetensors file whose first bytes look like those of a pickle', async () => {
    const header = Buffer.from('{}'.padEnd(0x280));
    const bytes = Buffer.concat([Buffer.from([0x80, 0x02, 0, 0, 0, 0, 0, 0]), header]);
    await expect(verifyBundle(bundle({ files: { 'adapter.safetensors': bytes } }))).resolves.toBeDefined();
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    ['no folder', (folder) => rmSync(folder, { recursive: true }), /there is none/],
    ['no manifest', (folder) => rmSync(join(folder, 'manifest.json')), /no manifest\.json/],
    ['half a manifest', (folder) => writeFileSync(join(folder, 'manifest.json'), '{"schema_version": 1,'), /not JSON/],
    ['a missing file', (folder) => rmSync(join(folder, 'tfidf.json')), /tfidf\.json is missing/],
    ['a shorter file', (folder) => writeFileSync(join(folder, 'adapter.safetensors'), 'short'), /has 5 bytes, not/],
    ['other bytes', (folder) => writeFileSync(join(folder, 'adapter.safetensors'), safetensors([9, 9, 9])), /SHA-256/],
    [
      'a file nobody listed',
      (folder) => writeFileSync(join(folder, 'extra.json'), '{}'),
      /"extra\.json" is not listed/,
    ],
    ['a pickle beside the rest', (folder) => writeFileSync(join(folder, 'model.pkl'), PICKLE), /"model\.pkl" is not/],
    ['a folder inside', (folder) => mkdirSync(join(folder, 'more')), /"more" is not a plain file/],
  ])('refuses %s', async (_what, damage, message) => {
    const folder = bundle();
    damage(folder);
    await expect(verifyBundle(folder)).rejects.toEqual(refusal(message));
  });

  it('refuses a link, even to a file with the right bytes, and a link to a bundle', async () => {
    const folder = bundle();
    const outside = join(folder, '..', 'adapter.safetensors');
    renameSync(join(folder, 'adapter.safetensors'), outside);
    symlinkSync(outside, join(folder, 'adapter.safetensors'));
    await expect(verifyBundle(folder)).rejects.toEqual(refusal(/"adapter\.safetensors" is not a plain file/));
    const link = join(folder, '..', 'link');
    symlinkSync(bundle(), link);
    await expect(verifyBundle(link)).rejects.toEqual(refusal(/not a folder/));
  });

  const outside = { weight: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } };
  it.each<[string, string, Buffer, RegExp]>([
    ['a pickle called safetensors', 'adapter.safetensors', PICKLE, /is not safetensors/],
    ['an archive called safetensors', 'adapter.safetensors', ARCHIVE, /is not safetensors/],
    ['a tensor outside of its file', 'adapter.safetensors', withHeader(outside, 8), /outside of the file/],
    ['a header that is a list', 'adapter.safetensors', withHeader([], 0), /is not safetensors/],
    ['a pickle called JSON', 'tfidf.json', PICKLE, /is a pickle/],
    ['an archive called Markdown', 'card.md', ARCHIVE, /is an archive/],
    ['an archive called a graph', 'extra.onnx', ARCHIVE, /is an archive/],
    ['broken JSON', 'tfidf.json', Buffer.from('{'), /is not JSON/],
    ['text that is not UTF-8', 'card.md', Buffer.from([0xc3, 0x28]), /is not UTF-8/],
  ])('refuses %s, whose hash is right', async (_what, name, bytes, message) => {
    await expect(verifyBundle(bundle({ files: { [name]: bytes } }))).rejects.toEqual(refusal(message));
  });

  it.each(['model.pt', 'weights.bin', 'model.pkl', '../outside.json', '/etc/passwd.json', 'a/b.json', '.hidden.json'])(
    'refuses a manifest that lists %s',
    async (path) => {
      const folder = bundle();
      const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
      manifest.files.push({ path, bytes: 0, sha256: '0'.repeat(64) });
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
      await expect(verifyBundle(folder)).rejects.toEqual(refusal(/^the bundle is not trusted: manifest\.json: files/));
    },
  );

  it('refuses another name or version than it is registered under', async () => {
    await expect(verifyBundle(bundle(), { name: 'clinc150' })).rejects.toEqual(refusal(/says name "banking77"/));
    await expect(verifyBundle(bundle(), { version: 4 })).rejects.toEqual(refusal(/says version 3/));
  });
});

describe('parseManifest', () => {
  const golden = JSON.parse(readFileSync(join(CONTRACTS, 'model-bundle.json'), 'utf8'));

  it('refuses an unknown schema version by name', () => {
    const bytes = Buffer.from(JSON.stringify({ ...golden, schema_version: 2 }));
    expect(() => parseManifest(bytes)).toThrow(refusal(/schema_version/));
  });

  it('refuses a manifest that lists itself', () => {
    const files = [...golden.files, { path: 'manifest.json', bytes: 1, sha256: '0'.repeat(64) }];
    expect(() => parseManifest(Buffer.from(JSON.stringify({ ...golden, files })))).toThrow(refusal(/lists itself/));
  });
});

function withHeader(header: object, room: number): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(room)]);
}

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelBundleManifest } from '@pareto/contracts';
import { onTestFinished } from 'vitest';

const GOLDEN = join(import.meta.dirname, '../../contracts/golden/model-bundle.json');

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-registry-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The bytes of a safetensors file with one tensor that holds `values`. */
export function safetensors(values: readonly number[]): Buffer {
  const header = { weight: { dtype: 'F32', shape: [values.length], data_offsets: [0, values.length * 4] } };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.from(Float32Array.from(values).buffer)]);
}

export interface BundleChanges {
  /** In place of, or beside, the files of a sound bundle. */
  readonly files?: Readonly<Record<string, Buffer>>;
  readonly manifest?: Partial<ModelBundleManifest>;
}

/** Writes a sound bundle, which is the golden manifest with files of its own, or one with changes. */
export function writeBundle(
  folder: string,
  name: string,
  version: number,
  changes: BundleChanges = {},
): ModelBundleManifest {
  const files: Record<string, Buffer> = {
    'adapter.safetensors': safetensors([version, 1, 2]),
    'tfidf.safetensors': safetensors([version]),
    'tfidf.json': Buffer.from('{"terms":["parcel"]}'),
    'card.md': Buffer.from(`# ${name} ${version}\n`),
    ...changes.files,
  };
  const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as ModelBundleManifest;
  const listed = Object.entries(files).map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256(bytes) }));
  const manifest = { ...golden, name, version, files: listed, ...changes.manifest };
  mkdirSync(folder, { recursive: true });
  for (const [path, bytes] of Object.entries(files)) writeFileSync(join(folder, path), bytes);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

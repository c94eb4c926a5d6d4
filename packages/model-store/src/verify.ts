import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { ModelFile } from './catalogue.ts';

const RECORD = '.verified.json';
const record = z.record(z.string(), z.object({ sha256: z.string(), bytes: z.number(), modified: z.number() }));

export type FileState = 'ok' | 'missing' | 'corrupt';

/** SHA-256 of a file as lower-case hexadecimal. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, signal ? { signal } : {});
  return hash.digest('hex');
}

/**
 * Whether a file is there with the pinned size and hash. A file that was hashed before and has the same size and
 * time of change is not read again unless `thorough`, so that a start takes no time.
 */
export async function checkFile(folder: string, file: ModelFile, { thorough = false } = {}): Promise<FileState> {
  const path = join(folder, file.path);
  if (!existsSync(path)) return 'missing';
  const { size, mtimeMs } = statSync(path);
  if (size !== file.bytes) return 'corrupt';
  const known = readRecord(folder)[file.path];
  if (!thorough && known?.sha256 === file.sha256 && known.bytes === size && known.modified === mtimeMs) return 'ok';
  if ((await sha256Of(path)) !== file.sha256) return 'corrupt';
  recordVerified(folder, file);
  return 'ok';
}

/** Remembers that a file was just hashed and found right. */
export function recordVerified(folder: string, file: ModelFile): void {
  const { size, mtimeMs } = statSync(join(folder, file.path));
  const entries = { ...readRecord(folder), [file.path]: { sha256: file.sha256, bytes: size, modified: mtimeMs } };
  const path = join(folder, RECORD);
  try {
    writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(entries, null, 2)}\n`);
    renameSync(`${path}.${process.pid}`, path);
  } catch (error) {
    // A read-only volume keeps no record: its files are hashed at each start.
    if (!['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function readRecord(folder: string): z.infer<typeof record> {
  try {
    return record.parse(JSON.parse(readFileSync(join(folder, RECORD), 'utf8')));
  } catch {
    // Nothing recorded, or not by us: the files are hashed again.
    return {};
  }
}

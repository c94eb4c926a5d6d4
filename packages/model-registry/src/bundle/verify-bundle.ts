import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ModelBundleManifest, modelBundle, ServiceError } from '@pareto/contracts';
import { checkContent } from './file-content.ts';

export const MANIFEST = 'manifest.json';
/** A manifest with a thousand labels in each of several heads stays far below. */
export const MAX_MANIFEST_BYTES = 4 * 2 ** 20;
const CHUNK_BYTES = 2 ** 20;
/** Absent on Windows, where making a link asks for rights of its own. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

export interface BundleExpectations {
  /** The name, and where the registry knows it beforehand the version, that the manifest has to say. */
  readonly name?: string;
  readonly version?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks a bundle before anything of it is used: its manifest against the schema; every file against the size and
 * SHA-256 that the manifest gives and the shape that its suffix promises; and that there is nothing else in the folder,
 * neither links nor folders nor files that nobody vouched for.
 * @throws ServiceError `model_untrusted`, which says what is wrong first.
 */
export async function verifyBundle(folder: string, expected: BundleExpectations = {}): Promise<ModelBundleManifest> {
  const names = await plainFiles(folder);
  if (!names.includes(MANIFEST)) throw untrusted(`there is no ${MANIFEST}`);
  const manifest = parseManifest(await readManifest(join(folder, MANIFEST)), expected);
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  for (const name of names) {
    if (name !== MANIFEST && !listed.has(name)) throw untrusted(`${quote(name)} is not listed in the manifest`);
  }
  for (const file of listed.values()) {
    expected.signal?.throwIfAborted();
    if (!names.includes(file.path)) throw untrusted(`${file.path} is missing`);
    await checkFile(folder, file);
  }
  return manifest;
}

/** A manifest from its bytes. @throws ServiceError `model_untrusted`. */
export function parseManifest(bytes: Uint8Array, expected: BundleExpectations = {}): ModelBundleManifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw untrusted(`${MANIFEST} is not JSON`, cause);
  }
  const { data, error } = modelBundle.safeParse(json);
  if (!data) {
    const [first] = error.issues;
    throw untrusted(`${MANIFEST}: ${first?.path.join('.') || 'the whole'}: ${first?.message}`, error);
  }
  for (const field of ['name', 'version'] as const) {
    if (expected[field] !== undefined && data[field] !== expected[field]) {
      throw untrusted(`${MANIFEST} says ${field} ${quote(data[field])}, it is registered as ${quote(expected[field])}`);
    }
  }
  // The manifest cannot hold its own hash.
  if (data.files.some(({ path }) => path === MANIFEST)) throw untrusted(`${MANIFEST} lists itself`);
  return data;
}

export function untrusted(problem: string, cause?: unknown): ServiceError {
  return new ServiceError('model_untrusted', `the bundle is not trusted: ${problem}`, { cause });
}

async function plainFiles(folder: string): Promise<string[]> {
  const state = await lstat(folder).catch(() => undefined);
  if (!state?.isDirectory()) throw untrusted(state ? 'it is not a folder' : 'there is none');
  const entries = await readdir(folder, { withFileTypes: true });
  const odd = entries.find((entry) => !entry.isFile());
  if (odd) throw untrusted(`${quote(odd.name)} is not a plain file`);
  return entries.map(({ name }) => name);
}

async function readManifest(path: string): Promise<Buffer> {
  await using handle = await openPlainFile(path);
  if ((await handle.stat()).size > MAX_MANIFEST_BYTES) throw untrusted(`${MANIFEST} is larger than 4 MB`);
  return await handle.readFile();
}

async function checkFile(folder: string, file: ModelBundleManifest['files'][number]): Promise<void> {
  await using handle = await openPlainFile(join(folder, file.path));
  const { size }: Stats = await handle.stat();
  if (size !== file.bytes) throw untrusted(`${file.path} has ${size} bytes, not ${file.bytes}`);
  if ((await sha256Of(handle)) !== file.sha256) throw untrusted(`${file.path} has another SHA-256`);
  const problem = await checkContent(file.path, handle, size);
  if (problem) throw untrusted(`${file.path} ${problem}`);
}

/** Opens a file, but not what a link points to, should one have come since the folder was listed. */
async function openPlainFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | NO_FOLLOW);
  } catch (cause) {
    throw untrusted('a file cannot be opened', cause);
  }
}

async function sha256Of(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(chunk.subarray(0, bytesRead));
    position += bytesRead;
  }
}

function quote(value: string | number): string {
  return JSON.stringify(value);
}

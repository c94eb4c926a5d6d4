import { constants } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '@pareto/contracts';
import { type AliasTable, aliasTable } from '../aliases.ts';

const FILE = 'aliases.json';
const RETRY_MS = 20;
/** A writer needs milliseconds; a lock this old was left by one that died. */
const STALE_MS = 10_000;

/** The aliases of a model; undefined when its folder has none. @throws ServiceError `registry_invalid`. */
export async function readAliases(folder: string): Promise<AliasTable | undefined> {
  const path = join(folder, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new ServiceError('registry_unavailable', `${FILE} cannot be read`, { cause: error });
  }
  try {
    return aliasTable.parse(JSON.parse(text));
  } catch (cause) {
    throw new ServiceError('registry_invalid', `${FILE} is not a table of names and versions`, { cause });
  }
}

/**
 * Changes the aliases of a model. As Git does it, the new file is written under a name that only one process can create,
 * and takes the place of the old one by a rename: a reader sees either table whole, and no writer loses another's change.
 * @throws ServiceError `registry_unavailable` when the folder cannot be written to.
 */
export async function changeAliases(folder: string, changes: AliasTable, signal?: AbortSignal): Promise<void> {
  const lock = join(folder, `.${FILE}.lock`);
  await using file = await openLock(lock, signal);
  try {
    const aliases = { ...(await readAliases(folder)), ...changes };
    await file.writeFile(`${JSON.stringify(aliases, null, 2)}\n`);
    await file.sync();
    await rename(lock, join(folder, FILE));
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
}

async function openLock(path: string, signal?: AbortSignal) {
  for (;;) {
    try {
      return await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new ServiceError('registry_unavailable', 'the folder of the model cannot be written to', {
          cause: error,
        });
      }
    }
    await removeStale(path);
    await sleep(RETRY_MS, undefined, signal ? { signal } : {});
  }
}

async function removeStale(path: string): Promise<void> {
  const state = await stat(path).catch(() => undefined);
  if (state && Date.now() - state.mtimeMs > STALE_MS) await rm(path, { force: true });
}

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ModelBundleManifest, type ModelVersion, ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { modelName } from '../aliases.ts';
import { verifyBundle } from '../bundle/verify-bundle.ts';

const PINNED = 'aliases.json';
const PART = '.part-';
/** What a download that died left behind goes after this long. */
const ABANDONED_MS = 3_600_000;

const pinned = z.record(
  z.string(),
  z.object({ name: modelName, version: z.int().min(1), revision: z.string().regex(/^[0-9a-f]{16}$/) }),
);
export type Pinned = z.infer<typeof pinned>;

/**
 * What was last known of a registry that is elsewhere: `<root>/<name>/aliases.json` with the versions, and their bundles
 * in `<root>/<name>/<revision>/`. Several processes may share it; everything appears by a rename.
 */
export class BundleCache {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async list(): Promise<string[]> {
    const names = await readdir(this.#root).catch(() => []);
    const known = await Promise.all(names.map(async (name) => ((await this.aliases(name)) ? name : undefined)));
    return known.filter((name) => name !== undefined).sort();
  }

  /** The aliases that were last remembered; undefined when there are none that can be read. */
  async aliases(name: string): Promise<Pinned | undefined> {
    if (!modelName.safeParse(name).success) return undefined;
    try {
      return pinned.parse(JSON.parse(await readFile(join(this.#root, name, PINNED), 'utf8')));
    } catch {
      return undefined;
    }
  }

  /**
   * Remembers aliases, and removes bundles that have none any more. An alias moves only to a bundle that is here: until
   * then it stays where it was, so that there is something to serve.
   */
  async remember(name: string, aliases: Readonly<Record<string, ModelVersion>>): Promise<void> {
    const before = (await this.aliases(name)) ?? {};
    const after: Pinned = {};
    for (const [alias, model] of Object.entries(aliases)) {
      const kept = (await isThere(join(this.#root, name, model.revision))) ? model : before[alias];
      if (kept) after[alias] = kept;
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const wanted = [...Object.values(aliases), ...Object.values(after)].map(({ revision }) => revision);
    await writing(async () => {
      const folder = await this.#folder(name);
      const part = join(folder, `${PART}${randomUUID()}`);
      await writeFile(part, `${JSON.stringify(after, null, 2)}\n`);
      await rename(part, join(folder, PINNED));
      await prune(folder, new Set([PINNED, ...wanted]));
    });
  }

  /** A bundle that was brought here before and is still sound; one that is not is removed. */
  async find({ name, revision }: ModelVersion, signal?: AbortSignal): Promise<CachedBundle | undefined> {
    const folder = join(this.#root, name, revision);
    if (!(await isThere(folder))) return undefined;
    try {
      return { folder, manifest: await verifyBundle(folder, { name, signal }) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
  }

  /** Keeps what `fill` puts into a folder, if it is a sound bundle. @throws ServiceError `model_untrusted`. */
  async add(model: ModelVersion, fill: (folder: string) => Promise<void>, signal?: AbortSignal): Promise<CachedBundle> {
    return await writing(async () => {
      const parent = await this.#folder(model.name);
      const part = join(parent, `${PART}${randomUUID()}`);
      const folder = join(parent, model.revision);
      await mkdir(part);
      try {
        await fill(part);
        const manifest = await verifyBundle(part, { name: model.name, signal });
        // Another process may have brought the same bundle meanwhile; then ours is not needed.
        await rename(part, folder).catch(async (error) => {
          if (!(await this.find(model, signal))) throw error;
        });
        return { folder, manifest };
      } finally {
        await rm(part, { recursive: true, force: true });
      }
    });
  }

  async #folder(name: string): Promise<string> {
    const folder = join(this.#root, name);
    await mkdir(folder, { recursive: true });
    return folder;
  }
}

/** Removes what is not wanted, but not what another process may be bringing. */
async function prune(folder: string, wanted: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (wanted.has(entry)) continue;
    const state = await stat(join(folder, entry)).catch(() => undefined);
    if (entry.startsWith(PART) && Date.now() - (state?.mtimeMs ?? 0) < ABANDONED_MS) continue;
    await rm(join(folder, entry), { recursive: true, force: true });
  }
}

/** A full disk or a volume that cannot be written to passes, as a server that is down does. */
async function writing<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    throw new ServiceError('registry_unavailable', `the cache of models cannot be written to (${error.code})`, {
      cause: error,
    });
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

export interface CachedBundle {
  readonly folder: string;
  readonly manifest: ModelBundleManifest;
}

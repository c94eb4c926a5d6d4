import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type LocatedBundle,
  type ModelRegistry,
  type ModelVersion,
  type RegistryOptions,
  ServiceError,
} from '@pareto/contracts';
import { type AliasTable, modelName, notFound } from '../aliases.ts';
import { verifyBundle } from '../bundle/verify-bundle.ts';
import { changeAliases, readAliases } from './alias-file.ts';

/**
 * Models in a folder: `<root>/<name>/<version>/` holds the bundle of a version, `<root>/<name>/aliases.json` says which
 * version has which name. Whoever copies a folder there and then changes the aliases has deployed a model.
 */
export class FolderRegistry implements ModelRegistry {
  /** A folder is there or not: there is no copy to fall back to. */
  readonly isDegraded = false;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async list(): Promise<string[]> {
    let names: string[];
    try {
      names = await readdir(this.#root);
    } catch (cause) {
      throw new ServiceError('registry_unavailable', 'the folder of models cannot be read', { cause });
    }
    const known = await Promise.all(
      names
        .filter((name) => modelName.safeParse(name).success)
        .map(async (name) => [name, await this.#exists(name)] as const),
    );
    return known
      .filter(([, exists]) => exists)
      .map(([name]) => name)
      .sort();
  }

  async aliases(name: string): Promise<Record<string, ModelVersion>> {
    const table = await readAliases(this.#folder(name));
    if (!table) throw notFound(`model ${JSON.stringify(name)}`, 'model');
    const entries = Object.entries(table).map(
      async ([alias, version]) =>
        [alias, { name, version, revision: await revisionOf(this.#folder(name, version)) }] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async setAliases(name: string, versions: AliasTable, options: RegistryOptions = {}): Promise<void> {
    for (const version of Object.values(versions)) {
      const state = await stat(this.#folder(name, version)).catch(() => undefined);
      if (!state?.isDirectory()) throw notFound(`version ${version} of ${JSON.stringify(name)}`, 'version');
    }
    await changeAliases(this.#folder(name), versions, options.signal);
  }

  async locate(model: ModelVersion, options: RegistryOptions = {}): Promise<LocatedBundle> {
    const { name, version } = model;
    const folder = this.#folder(name, version);
    return { model, folder, manifest: await verifyBundle(folder, { name, version, signal: options.signal }) };
  }

  #folder(name: string, version?: number): string {
    if (!modelName.safeParse(name).success) throw notFound(`model ${JSON.stringify(name)}`, 'model');
    if (version === undefined) return join(this.#root, name);
    if (!Number.isSafeInteger(version) || version < 1) throw notFound(`version ${version}`, 'version');
    return join(this.#root, name, String(version));
  }

  async #exists(name: string): Promise<boolean> {
    // A table that cannot be read is still a model, whose problem shows when it is asked for.
    return await readAliases(this.#folder(name)).then(
      (table) => table !== undefined,
      () => true,
    );
  }
}

/** Sizes and times of change of all files: what differs whenever somebody repairs, or damages, a bundle in its place. */
async function revisionOf(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const states = await Promise.all(
    names.sort().map(async (name) => {
      const state = await stat(join(folder, name)).catch(() => undefined);
      return [name, state?.size, state?.mtimeMs, state?.ino];
    }),
  );
  return createHash('sha256').update(JSON.stringify(states)).digest('hex').slice(0, 16);
}

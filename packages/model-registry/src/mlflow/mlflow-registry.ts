import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type LocatedBundle,
  type ModelRegistry,
  type ModelVersion,
  type RegistryOptions,
  ServiceError,
} from '@pareto/contracts';
import type { z } from 'zod';
import { type AliasTable, modelName, notFound } from '../aliases.ts';
import { MANIFEST, MAX_MANIFEST_BYTES, parseManifest, untrusted } from '../bundle/verify-bundle.ts';
import { BundleCache } from './bundle-cache.ts';
import { MlflowClient, type MlflowServer } from './mlflow-client.ts';
import {
  artifactAddress,
  MANIFEST_HASH_TAG,
  modelVersionAnswer,
  registeredModelAnswer,
  registeredModelsAnswer,
} from './protocol.ts';

export interface MlflowRegistryOptions extends MlflowServer {
  /** A folder that outlives the process: what serves while MLflow is down. */
  readonly cache: string;
  /** Serves the models that MLflow does not have, or did not give before it went down: those that came with the app. */
  readonly pinned?: ModelRegistry | undefined;
}

type ModelsPage = z.output<typeof registeredModelsAnswer>;
type RegisteredModel = z.output<typeof registeredModelAnswer>['registered_model'];

const PAGES = 'registered-models/search';
const PAGE_SIZE = '200';
const PINNED_PREFIX = 'pinned:';

/**
 * The registered models of an MLflow server. Their bundles are kept in a folder, and so is what MLflow said last: while
 * it does not answer, that goes on serving and `isDegraded` is true.
 */
export class MlflowRegistry implements ModelRegistry {
  readonly #client: MlflowClient;
  readonly #cache: BundleCache;
  readonly #pinned: ModelRegistry | undefined;
  /** What a version is never changes, so MLflow is asked once for each. */
  readonly #versions = new Map<string, ModelVersion>();
  /** The aliases of each model that MLflow told last, or took. */
  readonly #told = new Map<string, Record<string, ModelVersion>>();
  #isDegraded = false;

  constructor(options: MlflowRegistryOptions) {
    this.#client = new MlflowClient(options);
    this.#cache = new BundleCache(options.cache);
    this.#pinned = options.pinned;
  }

  get isDegraded(): boolean {
    return this.#isDegraded;
  }

  async list(options: RegistryOptions = {}): Promise<string[]> {
    const pinned = (await this.#pinned?.list(options)) ?? [];
    const names = await this.#orCopy(
      () => this.#names(options.signal),
      async () => {
        const kept = await this.#cache.list();
        return kept.length + pinned.length > 0 ? kept : undefined;
      },
    );
    return [...new Set([...names, ...pinned])].sort();
  }

  async aliases(name: string, options: RegistryOptions = {}): Promise<Record<string, ModelVersion>> {
    requireName(name);
    try {
      let answer: Record<string, ModelVersion> | undefined;
      const aliases = await this.#orCopy(
        async () => {
          answer = await this.#ask(name, options.signal);
          return answer;
        },
        async () => (await this.#cache.aliases(name)) ?? (await this.#pinnedAliases(name, options)),
      );
      if (answer) await this.#remember(name, answer);
      return aliases;
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'model_not_found') throw error;
      const aliases = await this.#pinnedAliases(name, options);
      if (!aliases) throw error;
      return aliases;
    }
  }

  async setAliases(name: string, versions: AliasTable, { signal }: RegistryOptions = {}): Promise<void> {
    requireName(name);
    // Asked first: when MLflow goes down after the change, the cache knows all the same what serves.
    const { creation_timestamp: created, aliases } = await this.#registered(name, signal);
    const before = await this.#named(name, created, aliases, signal);
    const moved = Object.entries(versions).map(([alias, version]) => ({ alias, version }));
    for (const { version } of moved) {
      await this.#client.get('model-versions/get', { name, version: String(version) }, modelVersionAnswer, signal);
    }
    const after = { ...before, ...(await this.#named(name, created, moved, signal)) };
    for (const { alias, version } of moved) {
      await this.#client.post('registered-models/alias', { name, alias, version: String(version) }, signal);
    }
    await this.#remember(name, after).catch((error) => {
      // MLflow has changed, so this has not failed. The next look writes to the cache too, and says that it cannot.
      if (!(error instanceof ServiceError)) throw error;
    });
  }

  async locate(model: ModelVersion, { signal }: RegistryOptions = {}): Promise<LocatedBundle> {
    requireName(model.name);
    if (model.revision.startsWith(PINNED_PREFIX)) {
      const revision = model.revision.slice(PINNED_PREFIX.length);
      const located = await this.#pinned?.locate({ ...model, revision }, { signal });
      if (!located) throw notFound(`pinned bundle of ${model.name}`, 'model');
      return { ...located, model };
    }
    const cached = (await this.#cache.find(model, signal)) ?? (await this.#fetch(model, signal));
    // Aliases move in the cache only to what is there, as this is now; not when that would remove it.
    const told = this.#told.get(model.name);
    const isNamed = told && Object.values(told).some(({ revision }) => revision === model.revision);
    if (isNamed) await this.#cache.remember(model.name, told);
    return { model, ...cached };
  }

  async #names(signal?: AbortSignal): Promise<string[]> {
    const names: string[] = [];
    let token = '';
    do {
      const query: Record<string, string> = { max_results: PAGE_SIZE, ...(token ? { page_token: token } : {}) };
      const page: ModelsPage = await this.#client.get(PAGES, query, registeredModelsAnswer, signal);
      names.push(...page.registered_models.map(({ name }) => name));
      token = page.next_page_token ?? '';
    } while (token);
    return names.filter((name) => modelName.safeParse(name).success);
  }

  async #ask(name: string, signal?: AbortSignal): Promise<Record<string, ModelVersion>> {
    const { creation_timestamp: created, aliases } = await this.#registered(name, signal);
    return await this.#named(name, created, aliases, signal);
  }

  async #registered(name: string, signal?: AbortSignal): Promise<RegisteredModel> {
    return (await this.#client.get('registered-models/get', { name }, registeredModelAnswer, signal)).registered_model;
  }

  async #named(
    name: string,
    created: number,
    aliases: RegisteredModel['aliases'],
    signal?: AbortSignal,
  ): Promise<Record<string, ModelVersion>> {
    const entries = aliases.map(
      async ({ alias, version }) => [alias, await this.#version(name, version, created, signal)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async #remember(name: string, aliases: Record<string, ModelVersion>): Promise<void> {
    this.#told.set(name, aliases);
    await this.#cache.remember(name, aliases);
  }

  /** The manifest first, since it says which files there are and how large. */
  async #fetch(model: ModelVersion, signal?: AbortSignal) {
    const { name, version } = model;
    const query = { name, version: String(version) };
    const answer = await this.#client.get('model-versions/get', query, modelVersionAnswer, signal);
    const { source, tags } = answer.model_version;
    const hash = tags.find(({ key }) => key === MANIFEST_HASH_TAG)?.value;
    const download = async (folder: string, file: string, maxBytes: number) => {
      const address = artifactAddress(name, version, source, file);
      await this.#client.download(address.path, address.query, join(folder, file), maxBytes, signal);
    };
    return await this.#cache.add(
      model,
      async (folder) => {
        await download(folder, MANIFEST, MAX_MANIFEST_BYTES);
        const bytes = await readFile(join(folder, MANIFEST));
        if (hash !== undefined && createHash('sha256').update(bytes).digest('hex') !== hash) {
          throw untrusted(`${MANIFEST} has another SHA-256 than it was registered with`);
        }
        const manifest = parseManifest(bytes, { name });
        for (const { path, bytes } of manifest.files) await download(folder, path, bytes);
      },
      signal,
    );
  }

  async #version(name: string, version: number, created: number, signal?: AbortSignal): Promise<ModelVersion> {
    // A model that was deleted and registered anew counts its versions from 1 again.
    const key = `${name}/${created}/${version}`;
    const known = this.#versions.get(key);
    if (known) return known;
    const query = { name, version: String(version) };
    const { model_version } = await this.#client.get('model-versions/get', query, modelVersionAnswer, signal);
    const identity = JSON.stringify([name, created, version, model_version.creation_timestamp, model_version.source]);
    const revision = createHash('sha256').update(identity).digest('hex').slice(0, 16);
    const found = { name, version, revision };
    this.#versions.set(key, found);
    return found;
  }

  async #pinnedAliases(name: string, options: RegistryOptions): Promise<Record<string, ModelVersion> | undefined> {
    const aliases = await this.#pinned?.aliases(name, options).catch((error) => {
      if (error instanceof ServiceError && error.code === 'model_not_found') return undefined;
      throw error;
    });
    if (!aliases) return undefined;
    const entries = Object.entries(aliases).map(
      ([alias, model]) => [alias, { ...model, revision: PINNED_PREFIX + model.revision }] as const,
    );
    return Object.fromEntries(entries);
  }

  /** Asks MLflow, or, when it does not answer, what is here. */
  async #orCopy<T>(ask: () => Promise<T>, copy: () => Promise<T | undefined>): Promise<T> {
    try {
      const answer = await ask();
      this.#isDegraded = false;
      return answer;
    } catch (error) {
      if (!(error instanceof ServiceError) || !UNREACHABLE.has(error.code)) throw error;
      this.#isDegraded = true;
      const kept = await copy();
      if (kept === undefined) throw error;
      return kept;
    }
  }
}

const UNREACHABLE: ReadonlySet<string> = new Set(['registry_unavailable', 'registry_invalid']);

function requireName(name: string): void {
  if (!modelName.safeParse(name).success) throw notFound(`model ${JSON.stringify(name)}`, 'model');
}

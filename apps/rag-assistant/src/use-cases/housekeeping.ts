import type { TextEmbedder, VectorStore } from '@pareto/contracts';
import { PeriodicTask } from '@pareto/service-kit';
import type { FastifyBaseLogger } from 'fastify';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileStore } from '../ingestion/file-store.ts';
import type { Forget } from '../ingestion/forget.ts';
import { formatOf } from '../ingestion/index-version.ts';
import type { IndexingWorker } from '../ingestion/worker.ts';
import type { TenantIndexes } from '../retrieving/tenant-indexes.ts';

interface Parts {
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly store: VectorStore;
  readonly indexes: TenantIndexes;
  readonly forget: Forget;
  readonly worker: IndexingWorker;
  readonly embedder: TextEmbedder;
  readonly clock: () => number;
}

const INTERVAL_MS = 15_000;
const TURN_LIFE_MS = 24 * 3_600_000;

/** What is done beside the requests: unfinished deletions, sessions whose time is up, old conversations, lost vectors. */
export class Housekeeping {
  readonly #parts: Parts;
  readonly #task = new PeriodicTask(() => this.once(), INTERVAL_MS);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  begin(log: FastifyBaseLogger): void {
    // What fails here, with a store that is down, is tried again next time.
    this.#task.begin((err) => log.warn({ err }, 'housekeeping is left for later'));
  }

  close(): Promise<void> {
    return this.#task.close();
  }

  async once(): Promise<void> {
    const { catalogue, store, forget, worker, clock } = this.#parts;
    for (const { id, tenant } of catalogue.documents.deleted()) {
      await worker.cancel(id);
      await forget.document(tenant, id);
    }
    for (const version of catalogue.versions.superseded()) await forget.version(version);
    for (const tenant of catalogue.tenants.expired(clock())) {
      for (const { id } of catalogue.documents.list(tenant)) {
        forget.hide(tenant, id);
        await worker.cancel(id);
      }
      await forget.tenant(tenant);
    }
    catalogue.turns.forgetBefore(clock() - TURN_LIFE_MS);
    const collections = await store.listCollections();
    this.#restoreVectors(collections);
    await this.#dropOutdatedVectors(collections);
  }

  /** A store that is another now, or lost what it had, gets the vectors of all documents that searches shall see. */
  #restoreVectors(collections: readonly string[]): void {
    const { catalogue, indexes, worker } = this.#parts;
    const there = new Set(collections);
    const lost = catalogue.documents.searchedTenants().filter((tenant) => !there.has(indexes.collection(tenant)));
    const versions = lost.flatMap((tenant) => catalogue.versions.visible(tenant));
    for (const { key } of versions) catalogue.versions.reread(key);
    if (lost.length > 0) worker.wake();
  }

  /** What another embedder made of a tenant's documents goes when all of them were indexed anew. */
  async #dropOutdatedVectors(collections: readonly string[]): Promise<void> {
    const { catalogue, store, indexes, embedder } = this.#parts;
    const tenants = catalogue.tenants.ids();
    const current = new Set(tenants.map((tenant) => indexes.collection(tenant)));
    const others = collections.filter((name) => !current.has(name));
    if (others.length === 0) return;
    const waiting = new Set(catalogue.versions.readyInOtherFormat(formatOf(embedder)).map(({ tenant }) => tenant));
    for (const tenant of tenants) {
      if (waiting.has(tenant)) continue;
      for (const name of indexes.collectionsOf(tenant, others)) await store.dropCollection(name);
    }
  }
}

/** Before anything else runs: files that no document has, and documents that another embedder or reader made. */
export async function takeStock(
  { catalogue, files }: Pick<Parts, 'catalogue' | 'files'>,
  embedder: TextEmbedder,
): Promise<void> {
  await files.removeOthers(catalogue.versions.files());
  for (const { key } of catalogue.versions.readyInOtherFormat(formatOf(embedder))) catalogue.versions.reread(key);
}

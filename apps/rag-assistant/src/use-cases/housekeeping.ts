import type { VectorStore } from '@pareto/contracts';
import type { FastifyBaseLogger } from 'fastify';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FileStore } from '../ingestion/file-store.ts';
import type { Forget } from '../ingestion/forget.ts';
import { formatOf } from '../ingestion/index-version.ts';
import type { IndexingWorker } from '../ingestion/worker.ts';
import { PeriodicTask } from '../periodic-task.ts';
import type { TenantIndexes } from '../retrieving/tenant-indexes.ts';

interface Parts {
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly store: VectorStore;
  readonly indexes: TenantIndexes;
  readonly forget: Forget;
  readonly worker: IndexingWorker;
  readonly clock: () => number;
}

const INTERVAL_MS = 15_000;
const TURN_LIFE_MS = 24 * 3_600_000;

/** What is done beside the requests: unfinished deletions, sessions whose time is up, old conversations. */
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
    const { catalogue, forget, worker, clock } = this.#parts;
    for (const { id, tenant } of catalogue.documents.deleted()) {
      await worker.cancel(id);
      await forget.document(tenant, id);
    }
    for (const version of catalogue.documents.superseded()) await forget.version(version);
    for (const tenant of catalogue.tenants.expired(clock())) {
      for (const { id } of catalogue.documents.list(tenant)) {
        forget.hide(tenant, id);
        await worker.cancel(id);
      }
      await forget.tenant(tenant);
    }
    catalogue.turns.forgetBefore(clock() - TURN_LIFE_MS);
    await this.#restoreVectors();
  }

  /** A store that is another now, or lost what it had, gets the vectors of all documents that searches shall see. */
  async #restoreVectors(): Promise<void> {
    const { catalogue, store, indexes, worker } = this.#parts;
    const there = new Set(await store.listCollections());
    const lost = catalogue.documents.searchedTenants().filter((tenant) => !there.has(indexes.collection(tenant)));
    for (const { key } of lost.flatMap((tenant) => catalogue.documents.visible(tenant))) catalogue.jobs.requeue(key);
    if (lost.length > 0) worker.wake();
  }
}

/** Before anything else runs: files that no document has, and documents that another embedder or reader made. */
export async function takeStock(
  { catalogue, files }: Pick<Parts, 'catalogue' | 'files'>,
  embedder: Parameters<typeof formatOf>[0],
): Promise<void> {
  await files.removeOthers(catalogue.documents.files());
  for (const key of catalogue.documents.readyInOtherFormat(formatOf(embedder))) catalogue.jobs.requeue(key);
}

import { ServiceError, type TextEmbedder, type VectorStore } from '@pareto/contracts';
import { keyOwner } from '@pareto/service-kit';
import type { FastifyBaseLogger } from 'fastify';
import type { Catalogue } from './catalogue/catalogue.ts';
import { SHARED_TENANT } from './catalogue/tenants.ts';
import type { UseCases } from './compose.ts';
import type { Config } from './config.ts';
import type { FileStore } from './ingestion/file-store.ts';
import type { Forget } from './ingestion/forget.ts';
import { WatchFolder } from './ingestion/watch-folder.ts';
import type { IndexingWorker } from './ingestion/worker.ts';
import type { TenantIndexes } from './retrieving/tenant-indexes.ts';
import { Housekeeping, takeStock } from './use-cases/housekeeping.ts';
import { takeSamples } from './use-cases/take-samples.ts';

interface Parts {
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly store: VectorStore;
  readonly indexes: TenantIndexes;
  readonly worker: IndexingWorker;
  readonly forget: Forget;
  readonly embedder: TextEmbedder;
  readonly clock: () => number;
}

/** What goes on beside the requests, from the start of the service to its end. */
export class Background {
  readonly #parts: Parts;
  readonly #useCases: UseCases;
  readonly #config: Config;
  readonly #housekeeping: Housekeeping;
  readonly #watch: WatchFolder | undefined;
  readonly #stop = new AbortController();
  #samples: 'pending' | 'taken' | { problem: string };
  #takingSamples: Promise<void> = Promise.resolve();

  constructor(parts: Parts, useCases: UseCases, config: Config) {
    this.#parts = parts;
    this.#useCases = useCases;
    this.#config = config;
    this.#housekeeping = new Housekeeping(parts);
    this.#samples = config.SAMPLES ? 'pending' : 'taken';
    const { RAG_WATCH_DIR: folder, RAG_WATCH_KEY: key } = config;
    const tenant = key === undefined ? SHARED_TENANT : { id: keyOwner(key), expiresAt: undefined };
    const { receive, documents, unlimited: quota } = useCases;
    this.#watch = folder === undefined ? undefined : new WatchFolder({ receive, documents, quota }, folder, tenant);
  }

  async begin(log: FastifyBaseLogger): Promise<void> {
    await takeStock(this.#parts, this.#parts.embedder);
    this.#parts.worker.begin(log);
    this.#housekeeping.begin(log);
    this.#watch?.begin(log);
    if (this.#config.SAMPLES) this.#takingSamples = this.#takeSamples(log);
  }

  /** @throws ServiceError while the sample company cannot be asked yet. */
  requireSamples(): void {
    if (typeof this.#samples === 'object') throw new ServiceError('store_unavailable', this.#samples.problem);
    const samples = this.#parts.catalogue.documents.list(SHARED_TENANT.id).filter(({ source }) => source === 'sample');
    const waiting = samples.filter(({ current, status }) => current === null && status !== 'failed').length;
    if (this.#samples === 'pending' || waiting > 0) {
      const detail = `the sample company is being indexed, ${samples.length - waiting} documents done`;
      throw new ServiceError('store_unavailable', detail);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#takingSamples;
    await this.#watch?.close();
    await this.#housekeeping.close();
    await this.#parts.worker.close();
  }

  async #takeSamples(log: FastifyBaseLogger): Promise<void> {
    const { receive, unlimited } = this.#useCases;
    try {
      await takeSamples(receive, unlimited, this.#stop.signal);
      this.#samples = 'taken';
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#samples = { problem: `the sample company cannot be taken in: ${(error as Error).message}` };
      log.error({ err: error }, 'samples failed');
    }
  }
}

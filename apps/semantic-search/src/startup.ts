import { ServiceError } from '@pareto/contracts';
import type { FastifyBaseLogger } from 'fastify';
import type { OpenCollections } from './collections/open-collections.ts';
import type { Config } from './config.ts';
import type { IndexSamples } from './use-cases/index-samples.ts';
import type { ManageCollections } from './use-cases/manage-collections.ts';
import type { Reindex } from './use-cases/reindex.ts';
import type { WriteDocuments } from './use-cases/write-documents.ts';

interface Parts {
  readonly collections: OpenCollections;
  readonly manage: ManageCollections;
  readonly write: WriteDocuments;
  readonly reindex: Reindex;
  readonly samples: IndexSamples;
}

/** What happens in the background after a start: unfinished work is finished, and the samples are indexed. */
export class Startup {
  readonly #parts: Parts;
  readonly #config: Config;
  readonly #stop = new AbortController();
  #work: Promise<void> = Promise.resolve();
  #samples: 'pending' | 'done' | { problem: string } = 'pending';

  constructor(parts: Parts, config: Config) {
    this.#parts = parts;
    this.#config = config;
  }

  begin(log: FastifyBaseLogger): void {
    this.#work = this.#run(log);
  }

  /** @throws ServiceError while the sample collection is not there yet. */
  requireSamples(): void {
    if (this.#samples === 'done') return;
    const detail = this.#samples === 'pending' ? 'the sample collection is being indexed' : this.#samples.problem;
    throw new ServiceError('store_unavailable', detail);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #run(log: FastifyBaseLogger): Promise<void> {
    await this.#samplesIndexed(log);
    await this.#unfinishedWork(log);
  }

  async #samplesIndexed(log: FastifyBaseLogger): Promise<void> {
    const { SAMPLE_COLLECTION, SAMPLE_PACKAGES } = this.#config;
    const packages = SAMPLE_PACKAGES.filter((name) => name !== 'none');
    try {
      await this.#parts.samples.run(SAMPLE_COLLECTION, packages, this.#stop.signal, (done, total) =>
        log.info({ collection: SAMPLE_COLLECTION, done, total }, 'indexing the documentation of installed packages'),
      );
      this.#samples = 'done';
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#samples = { problem: `the sample collection could not be indexed: ${(error as Error).message}` };
      log.error({ err: error }, 'samples failed');
    }
  }

  async #unfinishedWork(log: FastifyBaseLogger): Promise<void> {
    const { collections, manage, write, reindex } = this.#parts;
    for (const { name, nextEmbedder } of collections.catalogue.collections()) {
      if (this.#stop.signal.aborted) return;
      try {
        await collections.open(name);
        await write.recover(name);
        if (nextEmbedder !== null) await reindex.start(name);
      } catch (error) {
        // The next write to the collection tries again.
        log.warn({ err: error, collection: name }, 'unfinished work is left for later');
      }
    }
    await manage
      .dropVectors()
      .catch((error: unknown) => log.warn({ err: error }, 'dropped vectors are left for later'));
  }
}

import { ServiceError } from '@pareto/contracts';
import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollections } from '../collections/open-collections.ts';
import { vectorCollection } from '../collections/vector-collection.ts';
import type { ManageCollections } from './manage-collections.ts';
import { embedDocuments } from './write-documents.ts';

const PAGE = 128;

export interface ReindexProgress {
  readonly embedder: string;
  readonly done: number;
  readonly total: number;
  readonly problem?: string;
}

/**
 * Builds the vectors of a collection anew beside those in use, then switches (blue/green). Searches are answered
 * from the old ones until the switch; writes reach both. Killed in between, it starts over at the next start.
 */
export class Reindex {
  readonly #collections: OpenCollections;
  readonly #manage: ManageCollections;
  readonly #progress = new Map<string, ReindexProgress>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(collections: OpenCollections, manage: ManageCollections) {
    this.#collections = collections;
    this.#manage = manage;
  }

  progress(name: string): ReindexProgress | undefined {
    return this.#progress.get(name);
  }

  /** Begins a re-indexing, or resumes the one that an earlier process began. Asking again for one that runs is no error. */
  async start(name: string, embedderId?: string): Promise<ReindexProgress> {
    const collection = this.#collections.record(name);
    const next = embedderId ?? collection.nextEmbedder ?? collection.embedder;
    const running = this.#running.has(name) ? this.#progress.get(name) : undefined;
    if (running) {
      if (running.embedder === next) return running;
      throw new ServiceError('collection_exists', `"${name}" is being re-indexed with ${running.embedder}`, {
        param: 'embedder',
      });
    }
    await this.#collections.embedders.load(next);
    const progress = { embedder: next, done: 0, total: this.#collections.catalogue.count(name) };
    this.#progress.set(name, progress);
    const run = this.#run(name, next)
      .catch((error: unknown) => this.#fail(name, error))
      .finally(() => this.#running.delete(name));
    this.#running.set(name, run);
    return progress;
  }

  /** Stops at the next page and waits for it; what is unfinished is resumed at the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  async #run(name: string, embedderId: string): Promise<void> {
    const { catalogue, store, embedders } = this.#collections;
    const open = await this.#collections.open(name);
    const passageEmbedder = await embedders.load(embedderId);
    const { fingerprint, dimensions } = passageEmbedder.embedder;
    const begun = this.#collections.record(name);
    const vectors = vectorCollection(begun, begun.generation + 1);
    await open.writes.run(async () => {
      await store.dropCollection(vectors);
      await store.createCollection(vectors, dimensions);
      catalogue.beginReindex(name, embedderId);
    });

    const total = catalogue.count(name);
    for (let after = 0, done = 0; ; ) {
      this.#stop.signal.throwIfAborted();
      // Each page takes its turn among the writes, so that a document changed meanwhile is not written over.
      const page = await open.writes.run(async () => {
        const documents = catalogue.documentsAfter(name, after, PAGE);
        const records = await embedDocuments(documents, passageEmbedder, this.#stop.signal);
        const all = [...records.values()].flat();
        catalogue.notePassages(
          name,
          [...records].map(([id, passages]) => ({ id, passages: passages.length })),
        );
        for (let start = 0; start < all.length; start += store.maxBatch) {
          await store.upsert(vectors, all.slice(start, start + store.maxBatch));
        }
        return documents;
      });
      if (page.length === 0) break;
      after = page.at(-1)!.key;
      done += page.length;
      this.#progress.set(name, { embedder: embedderId, done, total: Math.max(total, done) });
    }

    await open.writes.run(async () => {
      const former: Collection = this.#collections.record(name);
      catalogue.finishReindex(name, fingerprint, vectorCollection(former));
    });
    this.#progress.delete(name);
    await this.#manage.dropVectors();
  }

  /** Goes back to the vectors in use, and leaves word of what went wrong. */
  async #fail(name: string, error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { catalogue } = this.#collections;
    const collection = catalogue.collection(name);
    if (!collection) return;
    catalogue.abandonReindex(name, vectorCollection(collection, collection.generation + 1));
    const progress = this.#progress.get(name);
    const problem = error instanceof ServiceError ? `${error.code}: ${error.message}` : 'internal_error';
    if (progress) this.#progress.set(name, { ...progress, problem });
  }
}

import { ServiceError, type TextEmbedder, type VectorStore } from '@pareto/contracts';
import type { Language } from '@pareto/retrieval';
import type { Catalogue, Collection } from '../catalogue/catalogue.ts';
import { CollectionIndex } from './collection-index.ts';
import type { EmbedderPool, PassageEmbedder } from './embedder-pool.ts';
import { SerialQueue } from './serial-queue.ts';

const LOAD_PAGE = 500;

/** A collection with its in-memory index and the queue that its writes go through. */
export interface OpenCollection {
  readonly index: CollectionIndex;
  readonly writes: SerialQueue;
}

/** Opens collections: reads each one's documents into memory once, and knows which embedder answers for it. */
export class OpenCollections {
  readonly catalogue: Catalogue;
  readonly store: VectorStore;
  readonly embedders: EmbedderPool;
  readonly #wordVectors: () => Promise<TextEmbedder>;
  readonly #open = new Map<string, Promise<OpenCollection>>();

  constructor(ports: {
    catalogue: Catalogue;
    store: VectorStore;
    embedders: EmbedderPool;
    wordVectors: () => Promise<TextEmbedder>;
  }) {
    this.catalogue = ports.catalogue;
    this.store = ports.store;
    this.embedders = ports.embedders;
    this.#wordVectors = ports.wordVectors;
  }

  /** @throws ServiceError `collection_not_found`. */
  record(name: string): Collection {
    const collection = this.catalogue.collection(name);
    if (!collection)
      throw new ServiceError('collection_not_found', `there is no collection "${name}"`, { param: 'name' });
    return collection;
  }

  open(name: string): Promise<OpenCollection> {
    const { language } = this.record(name);
    let open = this.#open.get(name);
    if (!open) {
      open = this.#load(name, language);
      open.catch(() => this.#open.delete(name));
      this.#open.set(name, open);
    }
    return open;
  }

  forget(name: string): void {
    this.#open.delete(name);
  }

  /**
   * The embedder whose vectors the collection holds.
   * @throws ServiceError `index_model_mismatch` when it is not configured here, or gives other vectors than it did.
   */
  async embedderOf(collection: Collection): Promise<PassageEmbedder> {
    const loaded = await this.embedders.load(collection.embedder);
    if (loaded.embedder.fingerprint !== collection.fingerprint) {
      throw new ServiceError(
        'index_model_mismatch',
        `"${collection.name}" was indexed with another version of ${collection.embedder}; re-index it: POST /v1/collections/${collection.name}/reindex`,
      );
    }
    return loaded;
  }

  async #load(name: string, language: Language): Promise<OpenCollection> {
    const index = new CollectionIndex(language, this.#wordVectors);
    let after = 0;
    for (;;) {
      const page = this.catalogue.documentsAfter(name, after, LOAD_PAGE);
      if (page.length === 0) return { index, writes: new SerialQueue() };
      index.upsert(page);
      after = page.at(-1)!.key;
      // Other requests get their turn between pages.
      await new Promise(setImmediate);
    }
  }
}

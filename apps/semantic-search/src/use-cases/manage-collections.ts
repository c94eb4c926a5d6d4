import { ServiceError, type VectorStore } from '@pareto/contracts';
import type { Language } from '@pareto/retrieval';
import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollections } from '../collections/open-collections.ts';
import { vectorCollections } from '../collections/vector-collection.ts';

export interface CollectionSettings {
  readonly language?: Language | undefined;
  readonly embedder?: string | undefined;
}

/** Creates, lists and deletes collections. */
export class ManageCollections {
  readonly #collections: OpenCollections;
  readonly #store: VectorStore;
  readonly #defaultEmbedder: string;

  constructor(collections: OpenCollections, defaultEmbedder: string) {
    this.#collections = collections;
    this.#store = collections.store;
    this.#defaultEmbedder = defaultEmbedder;
  }

  list(): Collection[] {
    return this.#collections.catalogue.collections();
  }

  /** @throws ServiceError `collection_not_found`. */
  get(name: string): Collection {
    return this.#collections.record(name);
  }

  /**
   * Creates a collection, or confirms one that exists with these settings.
   * @throws ServiceError `index_model_mismatch` or `collection_exists` when it exists with others.
   */
  async put(name: string, settings: CollectionSettings): Promise<Collection> {
    const existing = this.#collections.catalogue.collection(name);
    if (existing) return confirm(existing, settings);
    const id = settings.embedder ?? this.#defaultEmbedder;
    const { embedder } = await this.#collections.embedders.load(id);
    const { fingerprint, dimensions } = embedder;
    const { catalogue } = this.#collections;
    // Vectors of an earlier collection of this name may still wait to be dropped.
    await this.#store.dropCollection(`${name}.g1`);
    await this.#store.createCollection(`${name}.g1`, dimensions);
    const raced = catalogue.collection(name);
    if (raced) return confirm(raced, settings);
    const createdAt = new Date().toISOString();
    catalogue.createCollection({ name, language: settings.language ?? 'en', embedder: id, fingerprint, createdAt });
    catalogue.forgetDroppedVectors(`${name}.g1`);
    return this.#collections.record(name);
  }

  /** Deletes a collection with all that was derived from it. @throws ServiceError `collection_not_found`. */
  async delete(name: string): Promise<void> {
    const open = await this.#collections.open(name);
    await open.writes.run(async () => {
      const collection = this.#collections.record(name);
      this.#collections.catalogue.deleteCollection(name, vectorCollections(collection));
      this.#collections.forget(name);
      await this.dropVectors();
    });
  }

  /** Drops the vector collections that nothing refers to any more; what a store that is down keeps, goes the next time. */
  async dropVectors(): Promise<void> {
    const { catalogue } = this.#collections;
    for (const vectors of catalogue.droppedVectors()) {
      await this.#store.dropCollection(vectors);
      catalogue.forgetDroppedVectors(vectors);
    }
  }
}

function confirm(collection: Collection, { language, embedder }: CollectionSettings): Collection {
  const { name } = collection;
  if (embedder !== undefined && embedder !== collection.embedder) {
    const detail = `"${name}" is indexed with ${collection.embedder}; to change it: POST /v1/collections/${name}/reindex`;
    throw new ServiceError('index_model_mismatch', detail, { param: 'embedder' });
  }
  if (language !== undefined && language !== collection.language) {
    throw new ServiceError('collection_exists', `"${name}" exists with language "${collection.language}"`, {
      param: 'language',
    });
  }
  return collection;
}

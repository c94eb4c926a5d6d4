import { ServiceError } from '@pareto/contracts';
import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollections } from '../collections/open-collections.ts';
import type { Reindex } from './reindex.ts';

/** Says of a collection what a caller may know. */
export class DescribeCollection {
  readonly #collections: OpenCollections;
  readonly #reindex: Reindex;

  constructor(collections: OpenCollections, reindex: Reindex) {
    this.#collections = collections;
    this.#reindex = reindex;
  }

  async collection(collection: Collection) {
    const { name, language, embedder, fingerprint, source, createdAt } = collection;
    const reindex = this.#reindex.progress(name);
    return {
      name,
      language,
      embedder,
      fingerprint,
      documents: this.#collections.catalogue.count(name),
      searchable: await this.#isSearchable(collection),
      source,
      created_at: createdAt,
      ...(reindex ? { reindex } : {}),
    };
  }

  async #isSearchable(collection: Collection): Promise<boolean> {
    try {
      await this.#collections.embedderOf(collection);
      return true;
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'index_model_mismatch') return false;
      throw error;
    }
  }
}

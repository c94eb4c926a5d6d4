import { ServiceError, type VectorHit } from '@pareto/contracts';
import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollection, OpenCollections } from '../collections/open-collections.ts';
import { documentIdOf, vectorCollection } from '../collections/vector-collection.ts';
import type { RankedDocument, RankRequest, SearchEngine } from './engine.ts';

/** Passages asked for per document wanted, since several may be of one document. */
const PASSAGES_PER_DOCUMENT = 2;
/** How much further to look when passages of few documents crowded the others out. */
const WIDENING = 4;

/** Ranks by the cosine between the query's embedding and each document's best passage. */
export class DenseEngine implements SearchEngine {
  readonly scale = 'cosine similarity of embeddings, -1 to 1';
  readonly #collections: OpenCollections;

  constructor(collections: OpenCollections) {
    this.#collections = collections;
  }

  async rank(collection: Collection, open: OpenCollection, request: RankRequest): Promise<RankedDocument[]> {
    const { embedder } = await this.#collections.embedderOf(collection);
    const options = request.signal ? { signal: request.signal } : {};
    const [vector] = await embedder.embed([request.query], { purpose: 'query', ...options });
    const filter = request.filter ? { filter: request.filter } : {};
    const { store } = this.#collections;
    try {
      for (
        let limit = Math.min(request.k * PASSAGES_PER_DOCUMENT, store.maxK);
        ;
        limit = Math.min(limit * WIDENING, store.maxK)
      ) {
        const hits = await store.search(
          vectorCollection(collection),
          { vector: vector!, k: limit, ...filter },
          options,
        );
        const documents = bestPassages(hits).filter((hit) => open.index.has(hit.id));
        if (documents.length >= request.k || hits.length < limit || limit === store.maxK)
          return documents.slice(0, request.k);
      }
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'collection_not_found') throw error;
      const current = this.#collections.record(collection.name);
      if (current.generation === collection.generation) throw error;
      // A re-indexing replaced the generation while the query ran.
      return this.rank(current, open, request);
    }
  }
}

function bestPassages(hits: readonly VectorHit[]): RankedDocument[] {
  const best = new Map<string, RankedDocument>();
  for (const { id, score, text } of hits) {
    const document = documentIdOf(id);
    if (!best.has(document)) best.set(document, { id: document, score, passage: text });
  }
  return [...best.values()];
}

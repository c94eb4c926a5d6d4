import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollection } from '../collections/open-collections.ts';
import type { RankedDocument, RankRequest, SearchEngine } from './engine.ts';

const SCALES = {
  bm25: 'BM25, 0 and up; comparable within one query only',
  tfidf: 'cosine of TF-IDF vectors, 0 to 1',
} as const;

/** Ranks by the words that query and document share. */
export class LexicalEngine implements SearchEngine {
  readonly scale: string;
  readonly #ranker: keyof typeof SCALES;

  constructor(ranker: keyof typeof SCALES) {
    this.#ranker = ranker;
    this.scale = SCALES[ranker];
  }

  async rank(
    _collection: Collection,
    open: OpenCollection,
    { query, k, filter }: RankRequest,
  ): Promise<RankedDocument[]> {
    const accept = open.index.accept(filter);
    return open.index.lexical.search(query, { engine: this.#ranker, k, ...(accept ? { accept } : {}) });
  }
}

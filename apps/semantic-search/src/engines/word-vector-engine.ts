import type { Catalogue, Collection } from '../catalogue/catalogue.ts';
import type { OpenCollection } from '../collections/open-collections.ts';
import type { RankedDocument, RankRequest, SearchEngine } from './engine.ts';

/** Ranks by the cosine between SIF-weighted averages of word vectors: what an embedding was before transformers. */
export class WordVectorEngine implements SearchEngine {
  readonly scale = 'cosine similarity of averaged word vectors, 0 to 1';
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  async rank(collection: Collection, open: OpenCollection, request: RankRequest): Promise<RankedDocument[]> {
    const accept = open.index.accept(request.filter);
    const ids = accept ? [...open.index.ids()].filter(accept) : open.index.ids();
    const textsOf = (batch: readonly string[]) =>
      batch.map((id) => {
        const document = this.#catalogue.document(collection.name, id);
        return document ? `${document.title}\n${document.text}` : '';
      });
    return open.index.wordVectors.search(request.query, request.k, ids, textsOf, request.signal);
  }
}

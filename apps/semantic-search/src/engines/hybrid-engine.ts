import { fuseHybrid, HYBRID_CANDIDATES } from '@pareto/retrieval';
import type { Collection } from '../catalogue/catalogue.ts';
import type { OpenCollection } from '../collections/open-collections.ts';
import type { RankedDocument, RankRequest, SearchEngine } from './engine.ts';

/** Ranks by words and by meaning at once, and fuses the two rankings. */
export class HybridEngine implements SearchEngine {
  readonly scale = 'fused score; comparable within one query only';
  readonly #lexical: SearchEngine;
  readonly #dense: SearchEngine;

  constructor(lexical: SearchEngine, dense: SearchEngine) {
    this.#lexical = lexical;
    this.#dense = dense;
  }

  async rank(collection: Collection, open: OpenCollection, request: RankRequest): Promise<RankedDocument[]> {
    const candidates = { ...request, k: Math.max(HYBRID_CANDIDATES, request.k) };
    const [lexical, dense] = await Promise.all([
      this.#lexical.rank(collection, open, candidates),
      this.#dense.rank(collection, open, candidates),
    ]);
    const [byWords, byMeaning] = [placesOf(lexical), placesOf(dense)];
    const passages = new Map(dense.map(({ id, passage }) => [id, passage]));
    return fuseHybrid(lexical, dense)
      .slice(0, request.k)
      .map(({ id, score }) => ({
        id,
        score,
        passage: passages.get(id),
        parts: { bm25: byWords.get(id) ?? null, minilm: byMeaning.get(id) ?? null },
      }));
  }
}

function placesOf(ranking: readonly RankedDocument[]) {
  return new Map(ranking.map(({ id, score }, i) => [id, { score, rank: i + 1 }]));
}

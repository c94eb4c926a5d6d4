/** How much each kind of evidence of a page counts, per standard deviation where it is a ranking. */
export interface RankingWeights {
  readonly cosine: number;
  readonly bm25: number;
  readonly pageBm25: number;
  /** Of what the question's terms stand for. */
  readonly cosineTerms: number;
  readonly bm25Terms: number;
  readonly pageBm25Terms: number;
  /** Of a page that is a statement which the question needs, times how likely that is. */
  readonly statement: number;
  /** Per unit of log-odds that the question means the document. */
  readonly document: number;
}

/**
 * Chosen by reason and kept where they are flat: meaning against words as in `fuseHybrid` (0.6 to about 0.4), what a
 * question stands for at a third of what it says, and a statement that is named above all but the clearest match in
 * prose. `apps/rag-assistant/evals/retrieval.ts` takes each away; halving or doubling one changes little.
 */
export const RANKING_WEIGHTS: RankingWeights = {
  cosine: 0.6,
  bm25: 0.25,
  pageBm25: 0.25,
  cosineTerms: 0.2,
  bm25Terms: 0.1,
  pageBm25Terms: 0.1,
  statement: 4,
  document: 1.5,
};

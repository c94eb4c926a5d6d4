/** Relevance grades of the judged documents of one query, by document id; what is missing counts as 0. */
export type Grades = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), as trec_eval computes it:
 * gain = grade (linear), discount = log2(rank + 1), normalised by the best possible ordering of the judged documents.
 * @returns 0 to 1; 0 when nothing is relevant.
 */
export function ndcgAtK(ranking: readonly string[], grades: Grades, k: number): number {
  const gains = ranking.slice(0, k).map((id) => Math.max(0, grades.get(id) ?? 0));
  const ideal = [...grades.values()].filter((grade) => grade > 0).sort((a, b) => b - a);
  const best = discountedGain(ideal.slice(0, k));
  return best === 0 ? 0 : discountedGain(gains) / best;
}

function discountedGain(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}

/** 1 / rank of the first relevant document within the first k, else 0; its mean over queries is MRR@k. */
export function reciprocalRankAtK(ranking: readonly string[], grades: Grades, k: number): number {
  const first = ranking.slice(0, k).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return first === -1 ? 0 : 1 / (first + 1);
}

/** Share of all relevant documents that stand within the first k; 0 when nothing is relevant. */
export function recallAtK(ranking: readonly string[], grades: Grades, k: number): number {
  const relevant = [...grades.values()].filter((grade) => grade > 0).length;
  return relevant === 0 ? 0 : relevantWithin(ranking, grades, k) / relevant;
}

/** Share of the first k places that hold a relevant document; empty places count as not relevant. */
export function precisionAtK(ranking: readonly string[], grades: Grades, k: number): number {
  return relevantWithin(ranking, grades, k) / k;
}

/** 1 when a relevant document stands within the first k, else 0. */
export function hitAtK(ranking: readonly string[], grades: Grades, k: number): number {
  return relevantWithin(ranking, grades, k) > 0 ? 1 : 0;
}

function relevantWithin(ranking: readonly string[], grades: Grades, k: number): number {
  return ranking.slice(0, k).filter((id) => (grades.get(id) ?? 0) > 0).length;
}

import { byScore, type ScoredId } from '@pareto/contracts';

/** Turns the scores of one ranking into a scale that rankings share. */
export type Normalisation = (ranking: readonly ScoredId[]) => (score: number) => number;

/** Standard scores: distance from the ranking's mean in standard deviations. */
export const zScore: Normalisation = (ranking) => {
  const mean = ranking.reduce((sum, { score }) => sum + score, 0) / ranking.length;
  const deviation = Math.sqrt(ranking.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / ranking.length);
  return (score) => (deviation === 0 ? 0 : (score - mean) / deviation);
};

/** The ranking's own range mapped to 0 to 1 (convex combination; Bruch, Gai & Ingber 2023, eq. 3). */
export const minMax: Normalisation = (ranking) => {
  const scores = ranking.map((hit) => hit.score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return (score) => (high === low ? 1 : (score - low) / (high - low));
};

export interface Contribution {
  readonly ranking: readonly ScoredId[];
  readonly weight: number;
}

/**
 * Weighted sum of normalised scores. A document that a ranking does not name gets the least score that it gives:
 * the ranking was cut off there, so nothing better is known of it.
 */
export function fuseScores(contributions: readonly Contribution[], normalise: Normalisation): ScoredId[] {
  const totals = new Map<string, number>();
  let floor = 0;
  for (const { ranking, weight } of contributions) {
    if (ranking.length === 0) continue;
    const scale = normalise(ranking);
    const least = weight * scale(Math.min(...ranking.map((hit) => hit.score)));
    floor += least;
    for (const { id, score } of ranking) totals.set(id, (totals.get(id) ?? 0) + weight * scale(score) - least);
  }
  return [...totals].map(([id, total]) => ({ id, score: total + floor })).sort(byScore);
}

/** Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): the sum of weight / (k + rank), with their k = 60. */
export function fuseRanks(contributions: readonly Contribution[], k = 60): ScoredId[] {
  const totals = new Map<string, number>();
  for (const { ranking, weight } of contributions) {
    ranking.forEach(({ id }, i) => {
      totals.set(id, (totals.get(id) ?? 0) + weight / (k + i + 1));
    });
  }
  return [...totals].map(([id, score]) => ({ id, score })).sort(byScore);
}

/** How much meaning counts against words, of 1: `evals/fusion.ts` says how it was chosen. */
const DENSE_WEIGHT = 0.5;

/** The fusion that hybrid search uses: z-scores of a ranking by words and one by meaning, weighted. */
export function fuseHybrid(lexical: readonly ScoredId[], dense: readonly ScoredId[]): ScoredId[] {
  return fuseScores(
    [
      { ranking: lexical, weight: 1 - DENSE_WEIGHT },
      { ranking: dense, weight: DENSE_WEIGHT },
    ],
    zScore,
  );
}

/** The default: equal weights on standard scores. */
export function fuse(rankings: readonly (readonly ScoredId[])[]): ScoredId[] {
  return fuseScores(
    rankings.map((ranking) => ({ ranking, weight: 1 / rankings.length })),
    zScore,
  );
}

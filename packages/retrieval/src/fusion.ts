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
  const low = leastOf(ranking);
  const high = ranking.reduce((max, { score }) => Math.max(max, score), low);
  return (score) => (high === low ? 1 : (score - low) / (high - low));
};

/**
 * From the least score that the ranker could give to the best that it gave, mapped to 0 to 1: unlike `minMax`, it does
 * not depend on where the ranking was cut off (Bruch, Gai & Ingber 2023, "TM2C2").
 * @param least 0 for BM25, -1 for cosine.
 */
export function theoreticalMinMax(least: number): Normalisation {
  return (ranking) => {
    const high = ranking.reduce((max, { score }) => Math.max(max, score), least);
    return (score) => (high === least ? 0 : (score - least) / (high - least));
  };
}

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
    const least = weight * scale(leastOf(ranking));
    floor += least;
    for (const { id, score } of ranking) totals.set(id, (totals.get(id) ?? 0) + weight * scale(score) - least);
  }
  return [...totals].map(([id, total]) => ({ id, score: total + floor })).sort(byScore);
}

function leastOf(ranking: readonly ScoredId[]): number {
  return ranking.reduce((min, { score }) => Math.min(min, score), Number.POSITIVE_INFINITY);
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
const DENSE_WEIGHT = 0.6;

/** Documents that each ranking should hold, where there are as many: z-scores of a short ranking say little. */
export const HYBRID_CANDIDATES = 200;

/**
 * The fusion that hybrid search uses: weighted z-scores of a ranking by words and one by meaning, which were asked for
 * equally many documents. Where the ranking by words is the shorter, what it does not name shares no word with the
 * query: it counts as scored 0. So a word that one document alone has sets that document far apart.
 */
export function fuseHybrid(lexical: readonly ScoredId[], dense: readonly ScoredId[]): ScoredId[] {
  const named = new Set(lexical.map(({ id }) => id));
  const unnamed = dense.filter(({ id }) => !named.has(id)).map(({ id }) => ({ id, score: 0 }));
  const isComplete = lexical.length > 0 && lexical.length < dense.length;
  return fuseScores(
    [
      { ranking: isComplete ? [...lexical, ...unnamed] : lexical, weight: 1 - DENSE_WEIGHT },
      { ranking: dense, weight: DENSE_WEIGHT },
    ],
    zScore,
  );
}

import type { BundleHead } from '@pareto/contracts';

/** Rounding of a quantile that was computed elsewhere. */
const TOLERANCE = 1e-12;

/**
 * Split conformal prediction (Angelopoulos & Bates 2021, sections 1 and 2.1): the labels whose score is at most the
 * quantile hold the right one with the coverage that it was fitted for. Scores: `lac` 1 − p; `aps` the sum of the
 * probabilities down to the label's own.
 * @param sorted probabilities, largest first.
 * @returns how many of the first labels are in the set; it may be none for `lac`.
 */
export function predictionSetSize(
  sorted: readonly number[],
  { method, quantile }: Pick<BundleHead['conformal'], 'method' | 'quantile'>,
): number {
  if (quantile >= 1) return sorted.length;
  let mass = 0;
  const firstOutside = sorted.findIndex((probability) => {
    mass += probability;
    return (method === 'lac' ? 1 - probability : mass) > quantile + TOLERANCE;
  });
  return firstOutside === -1 ? sorted.length : firstOutside;
}

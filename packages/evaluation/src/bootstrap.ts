export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2_000;
const SEED = 20_260_101;

/**
 * Percentile bootstrap (Efron & Tibshirani 1993, §13.3) of the mean over queries, 95 %.
 * Seeded: the same values give the same interval. One value, or none, gives an interval without width.
 */
export function bootstrapInterval(values: readonly number[], resamples = RESAMPLES): Interval {
  const mean = average(values);
  if (values.length < 2) return { mean, low: mean, high: mean };
  const means = resampledMeans(values, resamples);
  return { mean, low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/**
 * The difference of two systems over the same queries, with its 95 % interval and the two-sided p-value of the
 * hypothesis that there is none (paired bootstrap; Smucker, Allan & Carterette 2007).
 */
export function pairedDifference(a: readonly number[], b: readonly number[]): Interval & { readonly p: number } {
  if (a.length !== b.length) throw new RangeError(`paired samples differ in length: ${a.length} and ${b.length}`);
  const differences = a.map((value, i) => value - b[i]!);
  const interval = bootstrapInterval(differences);
  if (differences.length < 2) return { ...interval, p: 1 };
  const centred = differences.map((difference) => difference - interval.mean);
  const extreme = resampledMeans(centred, RESAMPLES).filter((mean) => Math.abs(mean) >= Math.abs(interval.mean)).length;
  return { ...interval, p: extreme / RESAMPLES };
}

/** Means of samples drawn with replacement, sorted. */
function resampledMeans(values: readonly number[], resamples: number): Float64Array {
  const random = seededRandom(SEED);
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i += 1) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  }).sort();
}

export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Quantile of sorted values by linear interpolation (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = q * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
}

/** mulberry32: uniform in [0, 1), the same sequence for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

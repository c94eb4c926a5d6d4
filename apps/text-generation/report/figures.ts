import { average, quantile } from '@pareto/evaluation';

/** What a model says about the next token: some logits, and what all of them weigh. */
export interface NextToken {
  /** By token; the highest is among them. */
  readonly logits: ReadonlyMap<number, number>;
  /** The sum of `exp(logit - highest)` over the vocabulary. */
  readonly totalWeight: number;
}

/** The likeliest tokens, with the natural logarithms of their probabilities, in descending order. */
export interface TopTokens {
  readonly tokens: readonly number[];
  readonly logprobs: readonly number[];
}

/** The natural logarithm of the probability of each token whose logit is known. */
export function logProbabilities({ logits, totalWeight }: NextToken): Map<number, number> {
  const highest = Math.max(...logits.values());
  const shift = highest + Math.log(totalWeight);
  return new Map([...logits].map(([token, logit]) => [token, logit - shift]));
}

export function topTokens(next: NextToken, count: number): TopTokens {
  const sorted = [...logProbabilities(next)].sort((a, b) => b[1] - a[1]).slice(0, count);
  return { tokens: sorted.map(([token]) => token), logprobs: sorted.map(([, logprob]) => logprob) };
}

/**
 * KL(reference ‖ other) in nats, over the top tokens of the reference and one more outcome for all others together;
 * never more than over the whole vocabulary.
 * @param other must know the logits of those tokens.
 */
export function divergence(reference: TopTokens, other: NextToken): number {
  const others = logProbabilities(other);
  let [sum, left, otherLeft] = [0, 1, 1];
  for (const [i, token] of reference.tokens.entries()) {
    const [logp, logq] = [reference.logprobs[i]!, others.get(token)!];
    sum += Math.exp(logp) * (logp - logq);
    left -= Math.exp(logp);
    otherLeft -= Math.exp(logq);
  }
  if (left > LEAST) sum += left * Math.log(left / Math.max(otherLeft, LEAST));
  return Math.max(0, sum);
}

/** Below this the rest is rounding: logits are 32-bit floats. */
const LEAST = 1e-6;

/** The token with the highest logit. */
export function likeliest({ logits }: NextToken): number {
  return [...logits].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

/** @param losses negative log-likelihoods in nats. */
export function perplexity(losses: readonly number[]): { value: number; standard_error: number } {
  const value = Math.exp(average(losses));
  return { value, standard_error: value * standardError(losses) };
}

export function standardError(values: readonly number[]): number {
  const mean = average(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return Math.sqrt(variance / values.length);
}

export function summarizeDivergence(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  return { mean_kl: average(values), standard_error: standardError(values), p99_kl: quantile(sorted, 0.99) };
}

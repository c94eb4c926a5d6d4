/** Softmax of logits over a temperature: above 1 it makes a model less sure (Guo et al. 2017, section 4.2). */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  const scaled = Float64Array.from(logits, (logit) => logit / temperature);
  const largest = scaled.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const powers = scaled.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/** log Σ exp, without overflow. */
export function logSumExp(logits: ArrayLike<number>): number {
  const largest = Math.max(...Array.from(logits));
  return largest + Math.log(Array.from(logits).reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}

import { availableParallelism } from 'node:os';
import type { BatchItem, CustomBatchingPrioritizationStrategy, Llama } from 'node-llama-cpp';

const MAX_DEFAULT_THREADS = 8;

export function defaultThreads(): number {
  return Math.min(availableParallelism(), MAX_DEFAULT_THREADS);
}

/**
 * Shares a step of `size` tokens among the generations that wait, and sets the threads for it: every answer in progress
 * advances by its token, and prompts share what is left, so that a long prompt never holds up an answer.
 */
export function fairSteps(llama: Llama, threads: number): CustomBatchingPrioritizationStrategy {
  return ({ items, size }) => {
    const shares = share(items, size);
    // One token reads all weights for little arithmetic: memory is the limit, not cores.
    const tokens = shares.reduce((sum, { processAmount }) => sum + processAmount, 0);
    llama.maxThreads = tokens === 1 ? Math.max(1, threads - 1) : threads;
    return shares;
  };
}

function share(items: readonly BatchItem[], size: number) {
  let left = size;
  // The shortest first: an answer's single token always fits, and a prompt's last piece is not held up by a long one.
  const waiting = [...items].sort((a, b) => a.tokens.length - b.tokens.length);
  return waiting.flatMap((item, i) => {
    const processAmount = Math.min(item.tokens.length, Math.ceil(left / (waiting.length - i)));
    left -= processAmount;
    return processAmount > 0 ? [{ item, processAmount }] : [];
  });
}

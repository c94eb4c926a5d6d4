import type { Signs } from './features.ts';

/** Written by `evals/answerable-fit.ts`: not to be changed by hand. */
export const ANSWERABLE_MODEL: {
  readonly weights: Readonly<Record<keyof Signs, number>>;
  readonly intercept: number;
  /** Id of the model whose likelihoods these are. */
  readonly of: string;
  /** From here on nothing else is looked for. */
  readonly sure: number;
  /** Below, once everything was tried, there is no answer. */
  readonly likely: number;
} = {
  of: 'qwen2.5-coder-1.5b-instruct-q4_k_m',
  weights: { logDeclined: -1, similarity: 8, read: 2, readAtOnce: 1, unfamiliar: -2, unknownName: -2 },
  intercept: -6,
  sure: 0.6,
  likely: 0.35,
};

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
  weights: {
    logDeclined: -1.457,
    similarity: 4.563,
    read: -1.572,
    readAtOnce: 2.241,
    unfamiliar: -2.394,
    unknownName: -1.254,
  },
  intercept: -2.930537159092185,
  sure: 0.534788323844819,
  likely: 0.3291347663620948,
};

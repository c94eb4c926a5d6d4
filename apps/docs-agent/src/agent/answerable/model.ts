import type { Signs } from './features.ts';

/** Written by `evals/answerable-fit.ts`: not to be changed by hand. */
export const ANSWERABLE_MODEL: {
  readonly weights: Readonly<Record<keyof Signs, number>>;
  readonly intercept: number;
  /** From here on nothing else is looked for. */
  readonly sure: number;
  /** Below, once everything was tried, there is no answer. */
  readonly likely: number;
} = {
  weights: {
    similarity: 6.902,
    unfamiliar: -1.479,
    unknownName: -1.183,
    unreadName: -1.698,
  },
  intercept: -3.4467714451443796,
  sure: 0.5814518016539162,
  likely: 0.40550541694506814,
};

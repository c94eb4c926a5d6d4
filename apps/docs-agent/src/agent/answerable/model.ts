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
    similarity: 7.085,
    unfamiliar: -1.862,
    unknownName: -1.598,
    unreadName: -2.204,
  },
  intercept: -3.3682403399744762,
  sure: 0.6196029952746057,
  likely: 0.40110198488372695,
};

/** Written by `evals/fit-answerability.ts`, which says how; not to be edited by hand. Weights of the features of `answerability.ts`. */
export const ANSWERABILITY_MODEL = {
  intercept: -6,
  weights: [5, 2, 2, 2, 1],
  threshold: 0,
} as const;

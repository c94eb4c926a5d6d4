/** Written by `evals/fit-threshold.ts`, which says how; not to be edited by hand. Weights of the features of `relevance.ts`. */
export const RELEVANCE_MODEL = {
  lexical: { intercept: 0, weights: [1, 0], threshold: -1 },
  semantic: { intercept: 0, weights: [1, 0, 1], threshold: -1 },
} as const;

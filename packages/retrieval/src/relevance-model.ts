/** Written by `evals/fit-threshold.ts`, which says how; not to be edited by hand. Weights of the features of `relevance.ts`. */
export const RELEVANCE_MODEL = {
  lexical: { intercept: -5.1414, weights: [9.0965, 1.2404], threshold: -1.4137 },
  semantic: { intercept: -7.0121, weights: [4.8143, 0.4726, 9.287], threshold: -1.9036 },
} as const;

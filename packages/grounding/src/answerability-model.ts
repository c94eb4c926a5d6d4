/** Written by `apps/rag-assistant/evals/answers-threshold.ts`, which says how; not to be edited by hand. Weights of the features of `answerability.ts`. */
export const ANSWERABILITY_MODEL = {
  words: { intercept: -6.9418, weights: [0.711, 1.92, 0, 0, 4.0715, 0.1421, 1.0202], threshold: -0.1702, sure: 0.6026 },
  meaning: {
    intercept: -6.9418,
    weights: [0.711, 1.92, 0, 0, 4.0715, 0.1421, 1.0202, 0],
    threshold: -0.1702,
    sure: 0.6026,
  },
} as const;

/** Written by `apps/rag-assistant/evals/answers-threshold.ts`, which says how; not to be edited by hand. Weights of the features of `answerability.ts`. */
export const ANSWERABILITY_MODEL = {
  words: { intercept: -6.2809, weights: [6.6207, 1, 2.1281, 2.0188, 0.5, 0, 0.4944], threshold: -0.0351, sure: 1.9373 },
  meaning: {
    intercept: -6.738,
    weights: [5.5962, 1, 1.7515, 1.9664, 0.5, 0, 0.5255, 2.2625],
    threshold: -0.0309,
    sure: 1.8723,
  },
} as const;

/** Written by `apps/rag-assistant/evals/answers-threshold.ts`, which says how; not to be edited by hand. Weights of the features of `answerability.ts`. */
export const ANSWERABILITY_MODEL = {
  retrieved: {
    intercept: -9.1685,
    weights: [2.495, 0, 1.3877, 1.9527, 0, 0.7714, 0.2279, 0.4331, 3.731],
    threshold: -0.8144,
    likely: 0.0016,
    sure: 1.1673,
  },
  read: {
    intercept: -7.2691,
    weights: [0, 0, 1.9081, 0, 0, 0, 0, 0, 4.0004, 0.6467],
    threshold: -0.1978,
    likely: -0.1051,
    sure: 2.276,
  },
} as const;

/** Written by `apps/rag-assistant/evals/answers-threshold.ts`, which says how; not to be edited by hand. Weights of the features of `answerability.ts`. */
export const ANSWERABILITY_MODEL = {
  retrieved: {
    intercept: -6.7018,
    weights: [1.4101, 0, 0.1754, 1.2329, 0, 1.3467, 0.2935, 0, 2.9489],
    threshold: -0.7513,
    likely: -0.0652,
    sure: 0.9998,
  },
  read: {
    intercept: -4.493,
    weights: [0, 0, 0, 0, 0, 0, 0, 0, 3.3692, 0.489],
    threshold: -0.3127,
    likely: -0.2655,
    sure: 1.5471,
  },
} as const;

/** Written by `apps/rag-assistant/evals/answers-threshold.ts`, which says how; not to be edited by hand. Weights of the features of `answerability.ts`. */
export const ANSWERABILITY_MODEL = {
  retrieved: {
    intercept: -7.4361,
    weights: [1.5394, 0, 1.2909, 1.512, 0, 0.4745, 0.5253, 1.2893, 2.719],
    threshold: -0.8376,
    likely: -0.0044,
    sure: 1.196,
  },
  read: {
    intercept: -5.8476,
    weights: [0, 0, 1.6846, 0, 0, 0, 0, 0, 2.6919, 0.6658],
    threshold: -0.1744,
    likely: -0.0887,
    sure: 2.3322,
  },
} as const;

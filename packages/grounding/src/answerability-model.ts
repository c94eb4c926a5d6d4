/**
 * Weights of the features of `answerability.ts`, in the form that `apps/rag-assistant/evals/answers-threshold.ts` writes.
 * These were fitted by its procedure on the 63 development questions of the sample company alone, 11 of them without an
 * answer, before the last changes to the features: few, and to be fitted anew.
 */
export const ANSWERABILITY_MODEL = {
  words: { intercept: -6.9418, weights: [0.711, 1.92, 0, 0, 4.0715, 0.1421, 1.0202], threshold: -0.1702, sure: 0.6026 },
  meaning: {
    intercept: -6.9418,
    weights: [0.711, 1.92, 0, 0, 4.0715, 0.1421, 1.0202, 0],
    threshold: -0.1702,
    sure: 0.6026,
  },
} as const;

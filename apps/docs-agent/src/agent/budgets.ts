/** What one question may spend. */
export interface Budgets {
  /** Times that the model is asked; the last time it must answer without a tool. */
  readonly modelCalls: number;
  /** Tokens of prompts and answers together, as the model server counts them. */
  readonly tokens: number;
  /** Milliseconds from the question to the end of the draft. */
  readonly wallClockMs: number;
  /** Tokens of one answer. */
  readonly answerTokens: number;
  /** Tokens of excerpts that a model reads at once. */
  readonly evidenceTokens: number;
  /** Tokens of earlier turns. */
  readonly historyTokens: number;
  /** Tokens of what the owner asked to be remembered. */
  readonly factTokens: number;
  /** Tools offered at a time. */
  readonly offeredTools: number;
  /** Identical calls after which the model counts as stuck. */
  readonly identicalCalls: number;
}

/**
 * For a model of 1.5B parameters that reads 100 tokens a second: an answer within 20 s. The steps leave room for a call whose
 * arguments are wrong twice, for one more, and for the answer; and for the same call three times before that is noticed.
 */
export const DEFAULT_BUDGETS: Budgets = {
  modelCalls: 5,
  tokens: 12_000,
  wallClockMs: 60_000,
  answerTokens: 320,
  evidenceTokens: 850,
  historyTokens: 300,
  factTokens: 120,
  offeredTools: 3,
  identicalCalls: 3,
};

import type { Box, TokenUsage } from '@pareto/contracts';

/** Why there is no answer. Stable: clients may switch on these. */
export const REFUSAL_REASONS = ['no_documents', 'not_in_documents', 'not_supported'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** Words that stand on a page and bear a sentence of the answer out. */
export interface Citation {
  readonly documentId: string;
  readonly documentName: string;
  /** From 1. */
  readonly page: number;
  /** As it stands on the page, line breaks included. */
  readonly quote: string;
  /** Of the lines that the quote touches; empty in formats without pages. */
  readonly boxes: readonly Box[];
  /** Whether the quote was found on the page and bears its sentence out; never false in an answer that is given out. */
  readonly supported: boolean;
}

export interface AnswerSentence {
  readonly text: string;
  readonly supported: boolean;
  /** Places in the answer's list of citations. */
  readonly citations: readonly number[];
}

export interface FoundPassage {
  readonly id: string;
  readonly documentId: string;
  readonly documentName: string;
  readonly page: number;
  readonly scores: Readonly<Record<string, number>>;
}

export interface Answer {
  /** The sentences that were borne out, or why there are none, in the language of the question. */
  readonly answer: string;
  readonly abstained: boolean;
  readonly reason?: RefusalReason | undefined;
  /** Of several things that were asked at once, those that the documents do not answer; none where it abstained. */
  readonly unanswered: readonly string[];
  readonly citations: readonly Citation[];
  readonly sentences: readonly AnswerSentence[];
  /** Sentences of the model that no page bore out; they are not part of the answer. */
  readonly dropped: number;
  /** Of all calls of the model together; zeros where none was made. */
  readonly usage: TokenUsage;
  /** The model was needed and did not answer. */
  readonly degraded: boolean;
  /** The answer is quoted from the documents word for word, not written by the model. */
  readonly extractive: boolean;
}

/**
 * What happens while a question is answered, in order: `retrieval`, `writing` where the model is asked, then each sentence after its citations, then `done`.
 * Tokens are not sent: a sentence can be judged only when it is complete, and one that is struck must never have been shown.
 */
export type AskEvent =
  | { readonly type: 'retrieval'; readonly questions: readonly string[]; readonly passages: readonly FoundPassage[] }
  /** The model has begun to write. */
  | { readonly type: 'writing' }
  | { readonly type: 'citation'; readonly index: number; readonly citation: Citation }
  | ({ readonly type: 'sentence' } & AnswerSentence)
  | ({ readonly type: 'done' } & Answer);

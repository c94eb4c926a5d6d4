import type { PageContent, RetrievedPassage } from '../passages.ts';

export interface Turn {
  readonly question: string;
  readonly answer: string;
}

export interface AskRequest {
  readonly question: string;
  /** Of the conversation so far, oldest first. */
  readonly history: readonly Turn[];
}

/** What a question may be answered from: the documents of one tenant, and of those the ones that were asked for. */
export interface Library {
  /** Best first; empty when there are no documents. */
  retrieve(question: string, signal: AbortSignal): Promise<readonly RetrievedPassage[]>;
  /** Undefined when the page is gone by now. */
  page(documentId: string, number: number): PageContent | undefined | Promise<PageContent | undefined>;
  /** Passages among which those were found: what a BM25 score is worth depends on it. */
  size?(): number;
  /** Of these words, folded, those that stand in none of the documents. */
  unknown?(words: readonly string[]): readonly string[];
  /**
   * How near each text is to the question in meaning, as cosines. With it sentences are found that say in other words
   * what is asked for; without it only words count.
   */
  similarities?(question: string, texts: readonly string[], signal: AbortSignal): Promise<readonly number[]>;
}

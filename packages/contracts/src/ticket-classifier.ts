/** What gave an answer, from cheap to dear. */
export const CLASSIFIER_STAGES = ['tf-idf', 'encoder', 'chat-model'] as const;
export type ClassifierStage = (typeof CLASSIFIER_STAGES)[number];

export type AbstentionReason = 'low_confidence' | 'out_of_scope';

export interface LabelProbability {
  readonly label: string;
  /** Calibrated: of the texts that get 0.8, eight in ten have this label. */
  readonly probability: number;
}

/** The answer for one target, such as category or priority. */
export interface HeadDecision {
  readonly head: string;
  /** The likeliest label, also when the head abstains. */
  readonly label: string;
  readonly confidence: number;
  /** Labels that hold the right one with the bundle's coverage, likeliest first; empty when nothing fits. */
  readonly predictionSet: readonly string[];
  readonly abstained: boolean;
  readonly reason?: AbstentionReason | undefined;
  /** Every label, likeliest first; the probabilities sum to 1. */
  readonly probabilities: readonly LabelProbability[];
  /** How far the text lies from what the head knows; comparable within one head only. Absent where the stage has no such score. */
  readonly scopeScore?: number | undefined;
}

export interface Classification {
  /** In the order of `TicketClassifier.heads`. */
  readonly heads: readonly HeadDecision[];
  readonly answeredBy: ClassifierStage;
}

export interface ClassifyOptions {
  /** Aborting rejects with the signal's reason and gives up the call's place. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives texts their labels. Texts are cleaned by the caller. */
export interface TicketClassifier {
  /** The model for a person: `banking77@3/int8`. */
  readonly id: string;
  /** At least one; the first is the primary. */
  readonly heads: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Texts that one call of `classify` accepts. */
  readonly maxBatch: number;
  /**
   * @returns one classification per text, in input order.
   * @throws ServiceError `batch_too_large`, `classifier_failed`; with a chat model also its codes.
   */
  classify(texts: readonly string[], options?: ClassifyOptions): Promise<readonly Classification[]>;
  /** Resolves when the calls that run have ended. */
  close(): Promise<void>;
}

import type { BundleHead, Classification, ClassifyOptions, TicketClassifier } from '@pareto/contracts';
import type { GraphEncoder } from '@pareto/onnx-encoder';
import type { WordPieceTokenizer } from '@pareto/wordpiece';
import { requireBatch } from '../batch-limit.ts';
import { DenseHead } from '../bundle/linear-head.ts';
import type { ModelBundle } from '../bundle/load-bundle.ts';
import { decide } from '../decisions/decide.ts';
import { type ScopeScorer, scopeScorer } from '../decisions/scope-score.ts';
import type { WordScores } from '../tf-idf/word-scores.ts';

const MAX_BATCH = 1_000;
/** Calls of so few texts pass those of many. */
const URGENT_TEXTS = 4;

/** What turns the texts of a bundle into vectors, and what the encoder knows the bundle by. */
export interface EncoderPlace {
  readonly encoder: GraphEncoder;
  readonly tokenizer: WordPieceTokenizer;
  readonly group: string;
  readonly id: string;
  /** Length of the vectors. */
  readonly hidden: number;
}

interface ReadyHead {
  readonly head: BundleHead;
  readonly linear: DenseHead;
  readonly scope: ScopeScorer | undefined;
}

/** The heads of a bundle on what an encoder makes of a text, and on its words where the bundle has them weigh in. */
export class EncoderClassifier implements TicketClassifier {
  readonly id: string;
  readonly heads: readonly BundleHead[];
  readonly maxBatch = MAX_BATCH;
  readonly #place: EncoderPlace;
  readonly #ready: readonly ReadyHead[];
  readonly #words: WordScores | undefined;
  readonly #maxTokens: number;
  readonly #release: () => void | Promise<void>;
  readonly #running = new Set<Promise<unknown>>();

  /**
   * @param release is called by `close`, once no call runs.
   * @throws ServiceError `model_untrusted` when tensors of the heads are missing or have another shape.
   */
  constructor({ manifest, tensors, words }: ModelBundle, place: EncoderPlace, release: () => void | Promise<void>) {
    this.id = place.id;
    this.heads = manifest.heads;
    this.#place = place;
    this.#maxTokens = manifest.max_tokens;
    this.#release = release;
    this.#ready = manifest.heads.map((head) => {
      const linear = new DenseHead(tensors, head.name, head.labels.length, place.hidden);
      return { head, linear, scope: scopeScorer(head, tensors, linear.inputs) };
    });
    this.#words = manifest.heads.some((head) => head.tfidf_gain > 0) ? words : undefined;
  }

  async classify(texts: readonly string[], { signal }: ClassifyOptions = {}): Promise<readonly Classification[]> {
    requireBatch(texts, this.maxBatch);
    signal?.throwIfAborted();
    const { encoder, tokenizer, group } = this.#place;
    const submission = { isUrgent: texts.length <= URGENT_TEXTS, group, signal };
    const call = Promise.all(texts.map((text) => encoder.encode(tokenizer.encode(text, this.#maxTokens), submission)));
    this.#running.add(call);
    try {
      return (await call).map((pooled, i) => this.#decide(pooled, texts[i]!));
    } finally {
      this.#running.delete(call);
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#release();
  }

  #decide(pooled: Float32Array, text: string): Classification {
    const words = this.#words?.of(text).logits;
    const heads = this.#ready.map(({ head, linear, scope }, i) => {
      const encoded = linear.logits(pooled);
      const said = words?.[i];
      const logits = said ? encoded.map((logit, label) => logit + head.tfidf_gain * said[label]!) : encoded;
      return decide(head, logits, scope?.(logits, pooled));
    });
    return { heads, answeredBy: 'encoder' };
  }
}

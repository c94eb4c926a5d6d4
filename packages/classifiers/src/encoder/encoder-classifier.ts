import type { BundleHead, Classification, ClassifyOptions, TicketClassifier } from '@pareto/contracts';
import { requireBatch } from '../batch-limit.ts';
import { DenseHead } from '../bundle/linear-head.ts';
import type { ModelBundle } from '../bundle/load-bundle.ts';
import { decide } from '../decisions/decide.ts';
import { type ScopeScorer, scopeScorer } from '../decisions/scope-score.ts';
import type { GraphEncoder } from './graph-encoder.ts';

const MAX_BATCH = 1_000;
/** Calls of so few texts pass those of many. */
const URGENT_TEXTS = 4;

interface ReadyHead {
  readonly head: BundleHead;
  readonly linear: DenseHead;
  readonly scope: ScopeScorer | undefined;
}

/** The heads of a bundle on what an encoder makes of a text. */
export class EncoderClassifier implements TicketClassifier {
  readonly id: string;
  readonly heads: readonly BundleHead[];
  readonly maxBatch = MAX_BATCH;
  readonly #encoder: GraphEncoder;
  readonly #ready: readonly ReadyHead[];
  readonly #maxTokens: number;
  readonly #key: string;
  readonly #release: () => void | Promise<void>;
  readonly #running = new Set<Promise<unknown>>();

  /**
   * @param key names the adapter that the encoder has for this bundle.
   * @param release is called by `close`, once no call runs.
   * @throws ServiceError `model_untrusted` when tensors of the heads are missing or have another shape.
   */
  constructor(
    { manifest, tensors }: ModelBundle,
    { encoder, key, id, hidden }: { encoder: GraphEncoder; key: string; id: string; hidden?: number | undefined },
    release: () => void | Promise<void>,
  ) {
    this.id = id;
    this.heads = manifest.heads;
    this.#encoder = encoder;
    this.#maxTokens = manifest.max_tokens;
    this.#key = key;
    this.#release = release;
    this.#ready = manifest.heads.map((head) => {
      const linear = new DenseHead(tensors, head.name, head.labels.length, hidden);
      return { head, linear, scope: scopeScorer(head, tensors, linear.inputs) };
    });
  }

  async classify(texts: readonly string[], { signal }: ClassifyOptions = {}): Promise<readonly Classification[]> {
    requireBatch(texts, this.maxBatch);
    const isUrgent = texts.length <= URGENT_TEXTS;
    const call = this.#encoder.encode(texts, { key: this.#key, maxTokens: this.#maxTokens, isUrgent, signal });
    this.#running.add(call);
    try {
      return (await call).map((pooled) => this.#decide(pooled));
    } finally {
      this.#running.delete(call);
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#release();
  }

  #decide(pooled: Float32Array): Classification {
    const heads = this.#ready.map(({ head, linear, scope }) => {
      const logits = linear.logits(pooled);
      return decide(head, logits, scope?.(logits, pooled));
    });
    return { heads, answeredBy: 'encoder' };
  }
}

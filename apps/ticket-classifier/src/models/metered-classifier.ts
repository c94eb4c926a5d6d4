import type { Classification, ClassifierStage, ClassifyOptions, TicketClassifier } from '@pareto/contracts';

/** Told of the work of a stage: what was asked of it, and how long that took. */
export type StageMeter = (stage: ClassifierStage, texts: number, seconds: number) => void;

/** A stage of the cascade whose work is counted: what the cascade saves is what the dear stages are not asked. */
export class MeteredClassifier implements TicketClassifier {
  readonly id: string;
  readonly heads: TicketClassifier['heads'];
  readonly maxBatch: number;
  readonly #inner: TicketClassifier;
  readonly #stage: ClassifierStage;
  readonly #meter: StageMeter;

  constructor(inner: TicketClassifier, stage: ClassifierStage, meter: StageMeter) {
    this.id = inner.id;
    this.heads = inner.heads;
    this.maxBatch = inner.maxBatch;
    this.#inner = inner;
    this.#stage = stage;
    this.#meter = meter;
  }

  async classify(texts: readonly string[], options?: ClassifyOptions): Promise<readonly Classification[]> {
    if (texts.length === 0) return [];
    const began = performance.now();
    try {
      return await this.#inner.classify(texts, options);
    } finally {
      this.#meter(this.#stage, texts.length, (performance.now() - began) / 1_000);
    }
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

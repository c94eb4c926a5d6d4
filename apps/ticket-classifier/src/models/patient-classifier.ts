import { type Classification, type ClassifyOptions, ServiceError, type TicketClassifier } from '@pareto/contracts';

/**
 * A slow stage that a request waits for only so long, with as many calls at a time as its back end has slots; the others
 * wait, and give up when their time has passed.
 */
export class PatientClassifier implements TicketClassifier {
  readonly id: string;
  readonly heads: TicketClassifier['heads'];
  readonly maxBatch: number;
  readonly #inner: TicketClassifier;
  readonly #patienceMs: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(inner: TicketClassifier, { slots, patienceMs }: { slots: number; patienceMs: number }) {
    this.id = inner.id;
    this.heads = inner.heads;
    this.maxBatch = inner.maxBatch;
    this.#inner = inner;
    this.#free = slots;
    this.#patienceMs = patienceMs;
  }

  /** @throws ServiceError `chat_model_failed` when the time has passed, the signal's reason, or as the stage does. */
  async classify(texts: readonly string[], { signal }: ClassifyOptions = {}): Promise<readonly Classification[]> {
    const patience = new AbortController();
    const giveUp = () => patience.abort(new ServiceError('chat_model_failed', 'the chat model took too long'));
    const timer = setTimeout(giveUp, this.#patienceMs);
    await this.#slot();
    try {
      const either = AbortSignal.any([patience.signal, ...(signal ? [signal] : [])]);
      either.throwIfAborted();
      return await this.#inner.classify(texts, { signal: either });
    } finally {
      clearTimeout(timer);
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** Whoever waits gets a slot at the latest when those before have given up. */
  async #slot(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

import { embedAll, ServiceError, type TextEmbedder } from '@pareto/contracts';
import type { Caller } from '@pareto/service-kit';
import type { Quotas } from '../quotas/quotas.ts';

/** An embedder that tells how many tokens a text has. */
export interface CountingEmbedder extends TextEmbedder {
  readonly countTokens: (text: string) => number;
}

/** Marks around every text, which the model reads too. */
const SPECIAL_TOKENS = 2;

export interface Embedded {
  readonly vectors: readonly Float32Array[];
  readonly tokens: number;
}

/** Texts to vectors, within the caller's quota. */
export class Embed {
  /** What callers name the model. */
  readonly model: string;
  readonly #open: () => Promise<CountingEmbedder>;
  readonly #quotas: Quotas;
  #opening: Promise<CountingEmbedder> | undefined;

  constructor(model: string, open: () => Promise<CountingEmbedder>, quotas: Quotas) {
    this.model = model;
    this.#open = open;
    this.#quotas = quotas;
  }

  /** Resolves when the embedder is loaded and has made a vector. */
  load(): Promise<CountingEmbedder> {
    this.#opening ??= this.#open();
    this.#opening.catch(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /**
   * @param dimensions what the caller expects; undefined for whatever the model has.
   * @throws ServiceError `model_not_found`, `parameter_unsupported`, `context_length_exceeded`, `quota_exceeded`, …
   */
  async run(
    { model, texts, dimensions }: { model: string; texts: readonly string[]; dimensions: number | undefined },
    { caller, isLimited, signal }: { caller: Caller; isLimited: boolean; signal: AbortSignal },
  ): Promise<Embedded> {
    if (model !== this.model) {
      const detail = `no embedding model "${model.slice(0, 200)}"; there is: ${this.model}`;
      throw new ServiceError('model_not_found', detail, { param: 'model' });
    }
    const embedder = await this.load();
    if (dimensions !== undefined && dimensions !== embedder.dimensions) {
      const detail = `dimensions: vectors of this model have ${embedder.dimensions}`;
      throw new ServiceError('parameter_unsupported', detail, { param: 'dimensions' });
    }
    const tokens = texts.map((text, i) => requireLength(embedder, text, i)).reduce((sum, count) => sum + count, 0);
    const lease = isLimited ? this.#quotas.enter(caller, tokens) : undefined;
    try {
      const vectors = await embedAll(embedder, texts, { signal });
      lease?.settle(tokens);
      return { vectors, tokens };
    } finally {
      lease?.close();
    }
  }

  async close(): Promise<void> {
    const embedder = await this.#opening?.catch(() => undefined);
    await embedder?.close();
  }
}

/** A text that the model would read only in part is refused, as OpenAI does. */
function requireLength(embedder: CountingEmbedder, text: string, index: number): number {
  const tokens = embedder.countTokens(text) + SPECIAL_TOKENS;
  if (tokens <= embedder.maxTokens) return tokens;
  const detail = `input.${index}: the text has ${tokens} tokens, and the model reads ${embedder.maxTokens}`;
  throw new ServiceError('context_length_exceeded', detail, { param: `input.${index}` });
}

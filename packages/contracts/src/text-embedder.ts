/** Some models embed a question differently from what answers it; those that do not ignore the purpose. */
export type EmbeddingPurpose = 'query' | 'passage';

export interface EmbedOptions {
  purpose?: EmbeddingPurpose;
  /** Aborting rejects with the signal's reason and frees what the call held. */
  signal?: AbortSignal;
}

/** Turns texts into vectors of one space. Adapters stay small: callers batch (see `embedAll`). */
export interface TextEmbedder {
  /** The model and its precision, for a person: `all-minilm-l6-v2/int8`. */
  readonly id: string;
  /** Changes whenever the same text would get another vector; two embedders with one fingerprint are exchangeable. */
  readonly fingerprint: string;
  readonly dimensions: number;
  /** Tokens of one text that the model reads; what lies beyond is not seen. */
  readonly maxTokens: number;
  /** Texts that one call of `embed` accepts. */
  readonly maxBatch: number;
  /**
   * @returns one vector of `dimensions` floats per text, in input order. Vectors have length 1,
   *   except that a text without any known token gets zeros (it is like nothing).
   * @throws ServiceError `batch_too_large`, `embedder_failed` (retryable) or `embedder_invalid`.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** How many tokens a text has for a certain model, special tokens not counted. */
export type TokenCounter = (text: string) => number;

/** Embeds any number of texts, `maxBatch` at a time, in input order. */
export async function embedAll(
  embedder: TextEmbedder,
  texts: readonly string[],
  options: EmbedOptions & { onProgress?: (done: number, total: number) => void } = {},
): Promise<Float32Array[]> {
  const { onProgress, ...embedOptions } = options;
  const vectors: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += embedder.maxBatch) {
    options.signal?.throwIfAborted();
    vectors.push(...(await embedder.embed(texts.slice(start, start + embedder.maxBatch), embedOptions)));
    onProgress?.(vectors.length, texts.length);
  }
  return vectors;
}

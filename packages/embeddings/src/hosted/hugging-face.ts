import { createHash } from 'node:crypto';
import { InferenceClient } from '@huggingface/inference';
import { type EmbedOptions, ServiceError, type TextEmbedder } from '@pareto/contracts';
import { z } from 'zod';
import { requireBatch } from '../batch-limit.ts';
import { checkedVectors, hostedFailure } from './answer.ts';

export const huggingFaceConfig = z.object({
  kind: z.literal('hugging-face'),
  token: z.string(),
  model: z.string(),
  dimensions: z.int().min(1),
  maxTokens: z.int().min(1).default(512),
  timeoutMs: z.int().min(1).default(30_000),
  /** A dedicated endpoint in place of the shared inference providers. */
  endpointUrl: z.url().optional(),
});

export type HuggingFaceConfig = z.input<typeof huggingFaceConfig>;

/** A feature-extraction model on Hugging Face Inference. */
export class HuggingFaceTextEmbedder implements TextEmbedder {
  readonly id: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly maxTokens: number;
  readonly maxBatch = 64;
  readonly #client: InferenceClient;
  readonly #target: { model: string } | { endpointUrl: string };
  readonly #timeoutMs: number;

  constructor(config: HuggingFaceConfig) {
    const { token, model, dimensions, maxTokens, timeoutMs, endpointUrl } = huggingFaceConfig.parse(config);
    this.id = `hugging-face/${model}`;
    this.fingerprint = createHash('sha256')
      .update(`${endpointUrl ?? ''} ${model} ${dimensions}`)
      .digest('hex')
      .slice(0, 16);
    this.dimensions = dimensions;
    this.maxTokens = maxTokens;
    this.#timeoutMs = timeoutMs;
    this.#target = endpointUrl ? { endpointUrl } : { model };
    this.#client = new InferenceClient(token);
  }

  async embed(texts: readonly string[], { signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    requireBatch(texts, this.maxBatch);
    signal?.throwIfAborted();
    if (texts.length === 0) return [];
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    try {
      const answer = await this.#client.featureExtraction(
        { ...this.#target, inputs: [...texts] },
        { signal: signal ? AbortSignal.any([signal, deadline]) : deadline },
      );
      return checkedVectors(answer, texts.length, this.dimensions);
    } catch (error) {
      if (deadline.aborted)
        throw new ServiceError('embedder_failed', `no answer within ${this.#timeoutMs} ms`, { cause: error });
      throw hostedFailure(error, signal);
    }
  }

  async close(): Promise<void> {}
}

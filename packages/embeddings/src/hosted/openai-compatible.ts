import { createHash } from 'node:crypto';
import type { EmbedOptions, TextEmbedder } from '@pareto/contracts';
import OpenAI from 'openai';
import { z } from 'zod';
import { requireBatch } from '../batch-limit.ts';
import { checkedVectors, hostedFailure } from './answer.ts';

export const openAiCompatibleConfig = z.object({
  kind: z.literal('openai-compatible'),
  baseUrl: z.url(),
  apiKey: z.string().default('none'),
  model: z.string(),
  dimensions: z.int().min(1),
  maxTokens: z.int().min(1).default(8_191),
  timeoutMs: z.int().min(1).default(30_000),
});

export type OpenAiCompatibleConfig = z.input<typeof openAiCompatibleConfig>;

const RETRIES = 2;

/** Any server with OpenAI's `/v1/embeddings`: OpenAI, vLLM, TEI, Ollama, llama-server, our text-generation. */
export class OpenAiCompatibleTextEmbedder implements TextEmbedder {
  readonly id: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly maxTokens: number;
  readonly maxBatch = 128;
  readonly #client: OpenAI;
  readonly #model: string;

  constructor(config: OpenAiCompatibleConfig) {
    const { baseUrl, apiKey, model, dimensions, maxTokens, timeoutMs } = openAiCompatibleConfig.parse(config);
    this.id = `openai/${model}`;
    this.fingerprint = createHash('sha256').update(`${baseUrl} ${model} ${dimensions}`).digest('hex').slice(0, 16);
    this.dimensions = dimensions;
    this.maxTokens = maxTokens;
    this.#model = model;
    this.#client = new OpenAI({ baseURL: baseUrl, apiKey, timeout: timeoutMs, maxRetries: RETRIES });
  }

  async embed(texts: readonly string[], { signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    requireBatch(texts, this.maxBatch);
    signal?.throwIfAborted();
    if (texts.length === 0) return [];
    try {
      // Servers refuse empty inputs; a blank stands for nothing.
      const input = texts.map((text) => (text === '' ? ' ' : text));
      const request = { model: this.#model, input, encoding_format: 'float' as const };
      const { data } = await this.#client.embeddings.create(request, signal ? { signal } : {});
      const inOrder = [...data].sort((a, b) => a.index - b.index).map((entry) => entry.embedding);
      return checkedVectors(inOrder, texts.length, this.dimensions);
    } catch (error) {
      throw hostedFailure(error, signal);
    }
  }

  async close(): Promise<void> {}
}

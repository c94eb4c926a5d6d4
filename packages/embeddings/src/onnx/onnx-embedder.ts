import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type EmbedOptions, ServiceError, type TextEmbedder } from '@pareto/contracts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { requireBatch } from '../batch-limit.ts';
import { LengthBucketedBatcher } from './batcher.ts';
import { ModelTokenizer, SPECIAL_TOKENS } from './tokenizer.ts';

export const onnxConfig = z.object({
  kind: z.literal('onnx'),
  /** Folder with `model.safetensors`, `tokenizer.json` and `tokenizer_config.json` of all-MiniLM-L6-v2. */
  modelFolder: z.string(),
  precision: z.enum(['fp32', 'int8']).default('int8'),
  /** Threads of one batch; by default the cores of this machine, four at most. */
  threads: z.int().min(1).max(64).optional(),
});

export type OnnxConfig = z.input<typeof onnxConfig>;

const MODEL = 'all-minilm-l6-v2';
const WEIGHTS = 'model.safetensors';
const MAX_TOKENS = 256;
const MAX_BATCH = 512;
/** Tokens of one batch, padding included. More gains nothing on few cores, and makes queries wait longer. */
const TOKEN_BUDGET = 512;
const MAX_DEFAULT_THREADS = 4;

/** all-MiniLM-L6-v2 on onnxruntime: mean over the tokens, length 1, 384 dimensions. */
export class OnnxTextEmbedder implements TextEmbedder {
  readonly id: string;
  readonly fingerprint: string;
  readonly dimensions = 384;
  readonly maxTokens = MAX_TOKENS;
  readonly maxBatch = MAX_BATCH;
  readonly #session: InferenceSession;
  readonly #tokenizer: ModelTokenizer;
  readonly #batcher: LengthBucketedBatcher;

  private constructor(id: string, fingerprint: string, session: InferenceSession, tokenizer: ModelTokenizer) {
    this.id = id;
    this.fingerprint = fingerprint;
    this.#session = session;
    this.#tokenizer = tokenizer;
    this.#batcher = new LengthBucketedBatcher((batch) => this.#run(batch), TOKEN_BUDGET);
  }

  /** Loads the graph of this package with the weights of the folder; the first vector is computed before it resolves. */
  static async load(config: OnnxConfig): Promise<OnnxTextEmbedder> {
    const { modelFolder, precision, threads } = onnxConfig.parse(config);
    const graph = readFileSync(join(import.meta.dirname, `../../models/${MODEL}/${precision}.onnx`));
    const weights = readFileSync(join(modelFolder, WEIGHTS));
    const session = await InferenceSession.create(graph, {
      externalData: [{ path: WEIGHTS, data: weights }],
      intraOpNumThreads: threads ?? Math.min(availableParallelism(), MAX_DEFAULT_THREADS),
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
    const id = `${MODEL}/${precision}`;
    const embedder = new OnnxTextEmbedder(
      id,
      fingerprintOf(id, graph, weights),
      session,
      new ModelTokenizer(modelFolder),
    );
    await embedder.embed(['warm up'], { purpose: 'query' });
    return embedder;
  }

  /** Tokens as this model counts them, without the two that enclose every text. */
  readonly countTokens = (text: string): number => this.#tokenizer.count(text);

  async embed(texts: readonly string[], { purpose = 'passage', signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    requireBatch(texts, this.maxBatch);
    signal?.throwIfAborted();
    return Promise.all(
      texts.map((text) => {
        const ids = this.#tokenizer.encode(text, MAX_TOKENS);
        // A text without a token of its own is like nothing; the model would make something of its end marks.
        if (ids.length <= SPECIAL_TOKENS) return new Float32Array(this.dimensions);
        return this.#batcher.submit(ids, purpose, signal);
      }),
    );
  }

  async close(): Promise<void> {
    await this.#batcher.idle();
    await this.#session.release();
  }

  /** @param batch token ids, the longest text first. */
  async #run(batch: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const width = Math.max(...batch.map((ids) => ids.length));
    const padded = new Int32Array(batch.length * width);
    batch.forEach((ids, row) => {
      padded.set(ids, row * width);
    });
    const lengths = Int32Array.from(batch, (ids) => ids.length);
    const { embedding } = await this.#session.run({
      input_ids: new Tensor('int32', padded, [batch.length, width]),
      lengths: new Tensor('int32', lengths, [batch.length]),
    });
    const data = embedding?.data;
    if (!(data instanceof Float32Array)) throw new ServiceError('embedder_invalid', 'the model gave no float vectors');
    return batch.map((_, row) => data.slice(row * this.dimensions, (row + 1) * this.dimensions));
  }
}

/** Weights and graph decide the vectors; the size and ends of the weights stand for their hash, which the catalogue pins. */
function fingerprintOf(id: string, graph: Buffer, weights: Buffer): string {
  const hash = createHash('sha256').update(id).update(graph).update(String(weights.length));
  const sample = 1 << 16;
  hash.update(weights.subarray(0, sample)).update(weights.subarray(-sample));
  return hash.digest('hex').slice(0, 16);
}

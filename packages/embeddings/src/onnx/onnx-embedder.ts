import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type EmbedOptions, ServiceError, type TextEmbedder } from '@pareto/contracts';
import { GraphEncoder } from '@pareto/onnx-encoder';
import { SPECIAL_TOKENS, WordPieceTokenizer } from '@pareto/wordpiece';
import { z } from 'zod';
import { requireBatch } from '../batch-limit.ts';

export const onnxConfig = z.object({
  kind: z.literal('onnx'),
  /** Folder with `model.safetensors`, `tokenizer.json` and `tokenizer_config.json` of all-MiniLM-L6-v2. */
  modelFolder: z.string(),
  precision: z.enum(['fp32', 'int8']).default('int8'),
  /** Batches at a time, each on a thread and with a session of its own; by default a core each, four at most. */
  threads: z.int().min(1).max(64).optional(),
});

export type OnnxConfig = z.input<typeof onnxConfig>;

const MODEL = 'all-minilm-l6-v2';
const WEIGHTS = 'model.safetensors';
const MAX_TOKENS = 256;
const MAX_BATCH = 512;
const MAX_DEFAULT_THREADS = 4;
const SAMPLE_BYTES = 1 << 16;

/** all-MiniLM-L6-v2 on onnxruntime: mean over the tokens, length 1, 384 dimensions. */
export class OnnxTextEmbedder implements TextEmbedder {
  readonly id: string;
  readonly fingerprint: string;
  readonly dimensions = 384;
  readonly maxTokens = MAX_TOKENS;
  readonly maxBatch = MAX_BATCH;
  readonly #encoder: GraphEncoder;
  readonly #tokenizer: WordPieceTokenizer;

  private constructor(id: string, fingerprint: string, encoder: GraphEncoder, tokenizer: WordPieceTokenizer) {
    this.id = id;
    this.fingerprint = fingerprint;
    this.#encoder = encoder;
    this.#tokenizer = tokenizer;
  }

  /** Loads the graph of this package with the weights of the folder; the first vector is computed before it resolves. */
  static async load(config: OnnxConfig): Promise<OnnxTextEmbedder> {
    const { modelFolder, precision, threads } = onnxConfig.parse(config);
    const graph = await readFile(join(import.meta.dirname, `../../models/${MODEL}/${precision}.onnx`));
    const weights = join(modelFolder, WEIGHTS);
    const size = threads ?? Math.min(availableParallelism(), MAX_DEFAULT_THREADS);
    const encoder = await GraphEncoder.start({ graph, weights }, size, invalid);
    const id = `${MODEL}/${precision}`;
    const fingerprint = await fingerprintOf(id, graph, weights);
    const embedder = new OnnxTextEmbedder(id, fingerprint, encoder, new WordPieceTokenizer(modelFolder));
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
        return this.#encoder.encode(ids, { isUrgent: purpose === 'query', signal });
      }),
    );
  }

  async close(): Promise<void> {
    await this.#encoder.close();
  }
}

function invalid(cause: Error): ServiceError {
  return new ServiceError('embedder_invalid', `the model failed: ${cause.message}`, { cause });
}

/** Weights and graph decide the vectors; the size and ends of the weights stand for their hash, which the catalogue pins. */
async function fingerprintOf(id: string, graph: Uint8Array, weights: string): Promise<string> {
  const hash = createHash('sha256').update(id).update(graph);
  const file = await open(weights);
  try {
    const { size } = await file.stat();
    hash.update(String(size));
    for (const position of [0, Math.max(0, size - SAMPLE_BYTES)]) hash.update(await sampleOf(file, position));
  } finally {
    await file.close();
  }
  return hash.digest('hex').slice(0, 16);
}

async function sampleOf(file: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, position);
  return buffer.subarray(0, bytesRead);
}

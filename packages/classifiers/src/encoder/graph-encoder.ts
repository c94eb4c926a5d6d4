import { LengthBucketedBatcher, type WordPieceTokenizer } from '@pareto/wordpiece';
import type { Adapter } from '../bundle/lora-adapter.ts';
import { type SessionGraph, SessionPool } from './session-pool.ts';

/** Tokens of one batch, padding included. More gains nothing on few cores, and makes single texts wait longer. */
const TOKEN_BUDGET = 512;

export interface EncodeOptions {
  /** Whose adapter. */
  readonly key: string;
  /** Tokens of one text that are read, special tokens included. */
  readonly maxTokens: number;
  readonly isUrgent: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Texts to pooled vectors on a graph; concurrent calls share batches when their adapter is the same. */
export class GraphEncoder {
  readonly #sessions: SessionPool;
  readonly #tokenizer: WordPieceTokenizer;
  readonly #batcher: LengthBucketedBatcher;

  private constructor(sessions: SessionPool, tokenizer: WordPieceTokenizer) {
    this.#sessions = sessions;
    this.#tokenizer = tokenizer;
    this.#batcher = new LengthBucketedBatcher((batch, key) => this.#run(batch, key), TOKEN_BUDGET, sessions.size);
  }

  /** @param threads batches at a time, each with a session of its own. @throws ServiceError `classifier_failed` */
  static async start(graph: SessionGraph, tokenizer: WordPieceTokenizer, threads: number): Promise<GraphEncoder> {
    return new GraphEncoder(await SessionPool.start(graph, threads), tokenizer);
  }

  attach(key: string, adapter: Adapter): Promise<void> {
    return this.#sessions.attach(key, adapter);
  }

  detach(key: string): void {
    this.#sessions.detach(key);
  }

  /** A vector per text, in input order. @throws ServiceError `classifier_failed`, or the signal's reason. */
  async encode(texts: readonly string[], { key, maxTokens, isUrgent, signal }: EncodeOptions): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    return Promise.all(
      texts.map((text) => {
        const ids = this.#tokenizer.encode(text, maxTokens);
        return this.#batcher.submit(ids, { isUrgent, group: key, signal });
      }),
    );
  }

  async close(): Promise<void> {
    await this.#batcher.idle();
    await this.#sessions.close();
  }

  async #run(batch: readonly (readonly number[])[], key: string): Promise<Float32Array[]> {
    const width = Math.max(...batch.map((ids) => ids.length));
    const padded = new Int32Array(batch.length * width);
    batch.forEach((ids, row) => {
      padded.set(ids, row * width);
    });
    const lengths = Int32Array.from(batch, (ids) => ids.length);
    const data = await this.#sessions.run({ key, ids: padded, lengths });
    const size = data.length / batch.length;
    return batch.map((_, row) => data.slice(row * size, (row + 1) * size));
  }
}

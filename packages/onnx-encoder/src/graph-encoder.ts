import { LengthBucketedBatcher, type Submission } from '@pareto/wordpiece';
import { type Failure, type GraphInputs, type SessionGraph, SessionPool } from './session-pool.ts';

/** Tokens of one batch, padding included. More gains nothing on few cores, and makes single texts wait longer. */
const TOKEN_BUDGET = 512;

/**
 * Token ids to vectors on a graph with the inputs `input_ids` [batch, tokens], right-padded, and `lengths` [batch], and
 * vectors [batch, hidden] as its first output. Concurrent calls share batches when their group is the same.
 */
export class GraphEncoder {
  readonly #sessions: SessionPool;
  readonly #batcher: LengthBucketedBatcher;

  private constructor(sessions: SessionPool) {
    this.#sessions = sessions;
    this.#batcher = new LengthBucketedBatcher((batch, group) => this.#run(batch, group), TOKEN_BUDGET, sessions.size);
  }

  /**
   * @param threads batches at a time, each with a session, and so the weights, of its own.
   * @throws what `failure` makes of a graph that does not load.
   */
  static async start(graph: SessionGraph, threads: number, failure: Failure): Promise<GraphEncoder> {
    return new GraphEncoder(await SessionPool.start(graph, threads, failure));
  }

  /** Further inputs for the texts of a group, from now on. */
  attach(group: string, inputs: GraphInputs): Promise<void> {
    return this.#sessions.attach(group, inputs);
  }

  detach(group: string): void {
    this.#sessions.detach(group);
  }

  /** The vector of one text. @throws what `failure` makes of a run that fails, or the signal's reason. */
  encode(ids: readonly number[], submission: Submission): Promise<Float32Array> {
    return this.#batcher.submit(ids, submission);
  }

  /** Resolves when the batches that run or wait are done. */
  async close(): Promise<void> {
    await this.#batcher.idle();
    await this.#sessions.close();
  }

  async #run(batch: readonly (readonly number[])[], group: string): Promise<Float32Array[]> {
    const width = Math.max(...batch.map((ids) => ids.length));
    const padded = new Int32Array(batch.length * width);
    batch.forEach((ids, row) => {
      padded.set(ids, row * width);
    });
    const lengths = Int32Array.from(batch, (ids) => ids.length);
    const data = await this.#sessions.run({ group, ids: padded, lengths });
    const size = data.length / batch.length;
    return batch.map((_, row) => data.slice(row * size, (row + 1) * size));
  }
}

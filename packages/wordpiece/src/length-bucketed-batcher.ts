export interface Submission {
  /** Goes before what is not urgent. */
  readonly isUrgent?: boolean;
  /** Texts of different groups never share a batch: those of another adapter, say. */
  readonly group?: string;
  readonly signal?: AbortSignal | undefined;
}

interface Waiting {
  readonly ids: readonly number[];
  readonly isUrgent: boolean;
  readonly group: string;
  resolve(vector: Float32Array): void;
  reject(reason: unknown): void;
}

/** Computes one batch of a group, the longest text first: a vector per text, in order. */
export type RunBatch = (batch: readonly (readonly number[])[], group: string) => Promise<Float32Array[]>;

/**
 * Gathers the texts of concurrent calls into batches of like length. As many batches run at a time as there are
 * sessions; what arrives meanwhile waits together. Urgent ones go before the others, so that a search never waits for
 * more than a batch that is running.
 */
export class LengthBucketedBatcher {
  readonly #run: RunBatch;
  readonly #tokenBudget: number;
  #waiting: Waiting[] = [];
  readonly #concurrency: number;
  #running = 0;
  readonly #idle: (() => void)[] = [];

  /**
   * @param tokenBudget tokens of one batch, padding included; a longer text goes alone.
   * @param concurrency batches at a time.
   */
  constructor(run: RunBatch, tokenBudget: number, concurrency = 1) {
    this.#run = run;
    this.#tokenBudget = tokenBudget;
    this.#concurrency = concurrency;
  }

  submit(ids: readonly number[], { isUrgent = false, group = '', signal }: Submission = {}): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      const entry: Waiting = { ids, isUrgent, group, resolve, reject };
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      const settle =
        <T>(how: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener('abort', leave);
          how(value);
        };
      entry.resolve = settle(resolve);
      entry.reject = settle(reject);
      this.#waiting.push(entry);
      if (this.#running < this.#concurrency) void this.#drain();
    });
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #drain(): Promise<void> {
    this.#running += 1;
    // The texts of one call are submitted in a row: let them all arrive.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      try {
        const vectors = await this.#run(
          batch.map((entry) => entry.ids),
          batch[0]!.group,
        );
        batch.forEach((entry, i) => {
          entry.resolve(vectors[i]!);
        });
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    this.#running -= 1;
    if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The first that waits, with others that are no longer than it, longest first: little padding, and none starves. */
  #take(): Waiting[] {
    const urgent = this.#waiting.filter((entry) => entry.isUrgent);
    const candidates = urgent.length > 0 ? urgent : this.#waiting;
    const first = candidates[0]!;
    const length = first.ids.length;
    const limit = Math.max(1, Math.floor(this.#tokenBudget / length));
    const others = candidates.slice(1).filter((entry) => entry.group === first.group && entry.ids.length <= length);
    const batch = [first, ...others.sort((a, b) => b.ids.length - a.ids.length).slice(0, limit - 1)];
    const taken = new Set(batch);
    this.#waiting = this.#waiting.filter((entry) => !taken.has(entry));
    return batch;
  }
}

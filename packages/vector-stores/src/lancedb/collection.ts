import type { Table } from '@lancedb/lancedb';
import { toServiceError } from './failure.ts';
import { schemaDimensions } from './rows.ts';
import { tidyTable } from './tidy.ts';

/** Each write adds a fragment, and each fragment costs every search a little: merge them before that shows. */
const WRITES_BEFORE_TIDYING = 64;
/** A collection that is at rest is tidied too, so that deleted text leaves the disk. */
const REST_BEFORE_TIDYING_MS = 10_000;
const DRAIN_LIMIT_MS = 2_000;

export interface OpenTable {
  readonly table: Table;
  readonly dimensions: number;
}

/** One open table: reads run side by side, writes one after another, upkeep in between. */
export class LanceCollection {
  readonly #openTable: () => Promise<Table>;
  readonly #reads = new Set<Promise<void>>();
  #opened: Promise<OpenTable> | undefined;
  #lastWrite: Promise<unknown> = Promise.resolve();
  #writesSinceTidying = 0;
  #restTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(openTable: () => Promise<Table>) {
    this.#openTable = openTable;
  }

  /** The table, opened at first use and again after a failure: a store that comes back needs no restart. */
  open(): Promise<OpenTable> {
    this.#opened ??= this.#openTable()
      .then(async (table) => {
        const dimensions = schemaDimensions(await table.schema());
        this.#tidyAfterRest();
        return { table, dimensions };
      })
      .catch((error: unknown) => {
        this.#opened = undefined;
        throw error;
      });
    return this.#opened;
  }

  async read<T>(action: string, signal: AbortSignal | undefined, use: (open: OpenTable) => Promise<T>): Promise<T> {
    const end = this.beginRead();
    try {
      signal?.throwIfAborted();
      return await use(await this.open());
    } catch (error) {
      throw this.fail(error, action, signal);
    } finally {
      end();
    }
  }

  /** Until the returned function is called, no version that this read may use is removed. */
  beginRead(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reads.add(promise);
    return () => {
      this.#reads.delete(promise);
      resolve();
    };
  }

  /** Runs `use` when all earlier writes are done. An abort counts until then; a write that has begun is finished. */
  async write(
    action: string,
    signal: AbortSignal | undefined,
    use: (open: OpenTable) => Promise<unknown>,
  ): Promise<void> {
    await this.#enqueue(async () => {
      try {
        signal?.throwIfAborted();
        await use(await this.open());
      } catch (error) {
        throw this.fail(error, action, signal);
      }
    });
    this.#writesSinceTidying += 1;
    if (this.#writesSinceTidying >= WRITES_BEFORE_TIDYING) this.#tidy();
    else this.#tidyAfterRest();
  }

  /** Merges what was written, and removes the files of older versions as soon as nothing reads them. */
  async compact(signal: AbortSignal | undefined): Promise<void> {
    try {
      for (let isDone = false; !isDone; ) {
        signal?.throwIfAborted();
        isDone = await this.#enqueueTidying();
      }
    } catch (error) {
      throw this.fail(error, 'compact', signal);
    }
  }

  fail(error: unknown, action: string, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted && error === signal.reason) return error;
    const failure = toServiceError(error, action);
    if (failure.code === 'store_unavailable') this.#opened = undefined;
    return failure;
  }

  /** Ends upkeep and waits for the writes under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#restTimer);
    await this.#lastWrite;
    const opened = await this.#opened?.catch(() => undefined);
    opened?.table.close();
    this.#opened = undefined;
  }

  #enqueue<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#lastWrite.then(job);
    this.#lastWrite = result.catch(() => undefined);
    return result;
  }

  #tidyAfterRest(): void {
    clearTimeout(this.#restTimer);
    if (!this.#isClosed) this.#restTimer = setTimeout(() => this.#tidy(), REST_BEFORE_TIDYING_MS).unref();
  }

  #tidy(): void {
    this.#enqueueTidying()
      .then((isDone) => isDone || this.#tidyAfterRest())
      // Upkeep that fails costs speed and space, not correctness: the next write plans it again.
      .catch(() => undefined);
  }

  /**
   * In the queue of writes, since a write that meets a compaction would have to be tried again.
   * @returns whether older versions were removed.
   */
  #enqueueTidying(): Promise<boolean> {
    clearTimeout(this.#restTimer);
    this.#writesSinceTidying = 0;
    return this.#enqueue(async () => {
      if (this.#isClosed) return true;
      const { table } = await this.open();
      return tidyTable(table, () => this.#earlierReadsEnded());
    });
  }

  async #earlierReadsEnded(): Promise<boolean> {
    const { promise: timedOut, resolve } = Promise.withResolvers<false>();
    const timer = setTimeout(resolve, DRAIN_LIMIT_MS, false);
    const ended = await Promise.race([Promise.all(this.#reads).then(() => true), timedOut]);
    clearTimeout(timer);
    return ended;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';

const POLL_MS = 100;

/**
 * Lets one process at a time change an index: an editor's may stand beside the service's. It is a lock of the operating
 * system, which ends with its process, on a SQLite file of its own, so that whoever reads the index waits for nobody.
 */
export class WriteLock {
  readonly #connection: Sqlite.Database;

  /** @param file of the index, or `:memory:`, which no other process has. */
  constructor(file: string) {
    this.#connection = new Sqlite(file === ':memory:' ? file : `${file}.lock`, { timeout: 0 });
  }

  /** Whether it is this process's now. */
  tryAcquire(): boolean {
    try {
      this.#connection.exec('BEGIN EXCLUSIVE');
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === 'SQLITE_BUSY') return false;
      throw error;
    }
  }

  /** Waits until no other process has it. @throws the signal's reason. */
  async acquire(signal?: AbortSignal): Promise<void> {
    while (!this.tryAcquire()) {
      await sleep(POLL_MS);
      signal?.throwIfAborted();
    }
  }

  release(): void {
    if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
  }

  close(): void {
    this.#connection.close();
  }
}

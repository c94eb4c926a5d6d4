import type { Database } from './database.ts';

/** Work that a process which died had begun is at once free for the next; one that hangs loses its lease. */
export const LEASE_MS = 60_000;
const MAX_FAILURES = 4;
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;

/** The queue of versions to index: kept with the documents, so that no upload is acknowledged without its job. */
export class Jobs {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Frees the jobs of the process that ran before: it cannot be running any more. Those that it broke off wait longest. */
  releaseAll(): void {
    this.#db.run(
      'UPDATE jobs SET leased_until = NULL, interruptions = interruptions + 1 WHERE leased_until IS NOT NULL',
    );
  }

  /** Takes the next job that is due; files that are read anew wait behind uploads. @returns the key of its version. */
  lease(now: number): number | undefined {
    return this.#db.value<number>(
      `UPDATE jobs SET leased_until = ? WHERE version = (
        SELECT version FROM jobs WHERE not_before <= ? AND coalesce(leased_until, 0) <= ?
        ORDER BY (SELECT rereads IS NOT NULL FROM versions WHERE key = jobs.version), interruptions, version LIMIT 1)
        RETURNING version`,
      now + LEASE_MS,
      now,
      now,
    );
  }

  renew(version: number, now: number): void {
    this.#db.run('UPDATE jobs SET leased_until = ? WHERE version = ?', now + LEASE_MS, version);
  }

  finish(version: number): void {
    this.#db.run('DELETE FROM jobs WHERE version = ?', version);
  }

  /**
   * Puts a job back.
   * @param patiently where the fault lies elsewhere, with a store that is down: it will be tried for ever.
   * @returns false when it has failed so often that it is given up.
   */
  retry(version: number, now: number, patiently: boolean): boolean {
    const failures = this.#db.value<number>(
      'UPDATE jobs SET failures = failures + 1, leased_until = NULL WHERE version = ? RETURNING failures',
      version,
    );
    if (failures === undefined || (failures >= MAX_FAILURES && !patiently)) return false;
    const wait = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
    this.#db.run('UPDATE jobs SET not_before = ? WHERE version = ?', now + wait, version);
    return true;
  }

  /** Puts a job back that was stopped for no fault of its own. */
  release(version: number): void {
    this.#db.run('UPDATE jobs SET leased_until = NULL WHERE version = ?', version);
  }

  /** When the earliest waiting job is due, in milliseconds since 1970. */
  nextDue(): number | undefined {
    return (
      this.#db.value<number | null>('SELECT min(max(not_before, coalesce(leased_until, 0))) FROM jobs') ?? undefined
    );
  }

  waiting(): number {
    return this.#db.value<number>('SELECT count(*) FROM jobs') ?? 0;
  }
}

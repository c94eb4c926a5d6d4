import { SessionCheckpoints } from './checkpoints.ts';
import { AgentDatabase } from './database.ts';
import { FactStore } from './facts.ts';
import { GapStore } from './gaps.ts';
import { RunStore } from './runs.ts';
import { SessionStore } from './sessions.ts';

/** Everything that outlives a run, in one SQLite file. */
export class Memory {
  readonly sessions: SessionStore;
  readonly runs: RunStore;
  readonly facts: FactStore;
  readonly gaps: GapStore;
  readonly checkpoints: SessionCheckpoints;
  readonly #database: AgentDatabase;

  /** @param file path of the database, created when missing, or `:memory:`. */
  constructor(file: string) {
    this.#database = new AgentDatabase(file);
    this.sessions = new SessionStore(this.#database);
    this.runs = new RunStore(this.#database);
    this.facts = new FactStore(this.#database);
    this.gaps = new GapStore(this.#database);
    this.checkpoints = new SessionCheckpoints(this.#database);
  }

  /** The session with all that was asked in it; nothing of it can be read any more. */
  async forgetSession(id: string): Promise<void> {
    await this.checkpoints.deleteThread(id);
    this.sessions.delete(id);
    this.#database.truncateLog();
  }

  /**
   * Forgets sessions that were not used since a time, milliseconds since the epoch, and what callers without a key asked to
   * be remembered who have no session any more.
   */
  async forgetUnusedSince(time: number): Promise<number> {
    const unused = this.sessions.unusedSince(time);
    for (const id of unused) await this.forgetSession(id);
    this.facts.forgetStrangers(time);
    return unused.length;
  }

  close(): void {
    this.#database.close();
  }
}

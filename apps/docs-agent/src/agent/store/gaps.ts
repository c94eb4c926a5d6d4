import { createHash } from 'node:crypto';
import { keywords } from '../planning/revision.ts';
import type { AgentDatabase } from './database.ts';

/** A question that the documentation did not answer. */
export interface DocGap {
  readonly question: string;
  readonly searched: readonly string[];
  readonly times: number;
  /** Milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
}

const MAX_GAPS = 1_000;

/** Unanswered questions, alike ones together: what whoever writes the documentation may look at. Whose they are is not kept. */
export class GapStore {
  readonly #db: AgentDatabase;

  constructor(db: AgentDatabase) {
    this.#db = db;
  }

  add(question: string, searched: readonly string[], now: number): void {
    const words = keywords(question).toLowerCase().split(' ').sort().join(' ');
    const key = createHash('sha256').update(words).digest('hex');
    this.#db.transaction(() => {
      this.#db.run(
        `INSERT INTO gaps (key, question, searched, times, first_at, last_at) VALUES (?, ?, ?, 1, ?, ?)
         ON CONFLICT (key) DO UPDATE SET times = times + 1, last_at = excluded.last_at, searched = excluded.searched`,
        key,
        question,
        JSON.stringify(searched),
        now,
        now,
      );
      this.#db.run(
        'DELETE FROM gaps WHERE key NOT IN (SELECT key FROM gaps ORDER BY times DESC, last_at DESC LIMIT ?)',
        MAX_GAPS,
      );
    });
  }

  /** The most frequent first. */
  list(limit = 100): DocGap[] {
    return this.#db
      .rows<{ question: string; searched: string; times: number; first_at: number; last_at: number }>(
        'SELECT * FROM gaps ORDER BY times DESC, last_at DESC LIMIT ?',
        limit,
      )
      .map(({ question, searched, times, first_at, last_at }) => ({
        question,
        searched: JSON.parse(searched) as string[],
        times,
        firstAt: first_at,
        lastAt: last_at,
      }));
  }
}

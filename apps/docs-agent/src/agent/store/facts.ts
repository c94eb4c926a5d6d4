import { randomUUID } from 'node:crypto';
import type { AgentDatabase } from './database.ts';

export interface Fact {
  readonly id: string;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Each owner keeps so many; the oldest goes first. */
const MAX_FACTS = 20;

/** What owners asked to be remembered. Nothing else writes here: no document and no model. */
export class FactStore {
  readonly #db: AgentDatabase;

  constructor(db: AgentDatabase) {
    this.#db = db;
  }

  /** The oldest first. */
  list(owner: string): Fact[] {
    return this.#db
      .rows<{ id: string; text: string; created_at: number }>(
        'SELECT id, text, created_at FROM facts WHERE owner = ? ORDER BY created_at, id',
        owner,
      )
      .map(({ id, text, created_at }) => ({ id, text, createdAt: created_at }));
  }

  add(owner: string, text: string, now: number): Fact {
    return this.#db.transaction(() => {
      const known = this.list(owner);
      const same = known.find((fact) => fact.text.toLowerCase() === text.toLowerCase());
      if (same) return same;
      for (const { id } of known.slice(0, Math.max(0, known.length + 1 - MAX_FACTS))) this.delete(owner, id);
      const fact: Fact = { id: randomUUID(), text, createdAt: now };
      this.#db.run('INSERT INTO facts (id, owner, text, created_at) VALUES (?, ?, ?, ?)', fact.id, owner, text, now);
      return fact;
    });
  }

  /** Facts from before a time whose owners have no key, and no session left to come back to. */
  forgetStrangers(time: number): void {
    this.#db.run(
      `DELETE FROM facts WHERE owner LIKE 'session:%' AND created_at < ?
       AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.owner = facts.owner)`,
      time,
    );
  }

  /** Whether there was such a fact of the owner's. */
  delete(owner: string, id: string): boolean {
    return this.#db.run('DELETE FROM facts WHERE id = ? AND owner = ?', id, owner).changes > 0;
  }
}

import type { AgentDatabase } from './database.ts';

export interface Session {
  readonly id: string;
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly usedAt: number;
}

interface SessionRow {
  readonly id: string;
  readonly owner: string;
  readonly created_at: number;
  readonly used_at: number;
}

/** Conversations and whose they are. */
export class SessionStore {
  readonly #db: AgentDatabase;

  constructor(db: AgentDatabase) {
    this.#db = db;
  }

  create(id: string, owner: string, now: number): void {
    this.#db.run('INSERT INTO sessions (id, owner, created_at, used_at) VALUES (?, ?, ?, ?)', id, owner, now, now);
  }

  /** Undefined also where it is somebody else's: nobody learns what others have. */
  get(id: string, owner: string): Session | undefined {
    const row = this.#db.row<SessionRow>('SELECT * FROM sessions WHERE id = ? AND owner = ?', id, owner);
    return row && { id: row.id, owner: row.owner, createdAt: row.created_at, usedAt: row.used_at };
  }

  touch(id: string, now: number): void {
    this.#db.run('UPDATE sessions SET used_at = ? WHERE id = ?', now, id);
  }

  /** With its runs, events and traces. */
  delete(id: string): void {
    this.#db.run('DELETE FROM sessions WHERE id = ?', id);
  }

  unusedSince(time: number): string[] {
    return this.#db.rows<{ id: string }>('SELECT id FROM sessions WHERE used_at < ?', time).map(({ id }) => id);
  }
}

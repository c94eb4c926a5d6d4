import type { Turn } from '../asking/ports.ts';
import type { Database } from './database.ts';

/** What a follow-up question may refer to; more would only cost the model's time. */
const TURNS_KEPT = 6;

/** Conversations, by tenant and session. An answer is forgotten with the documents that it cites. */
export class Turns {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The last turns, oldest first. */
  list(tenant: string, session: string): Turn[] {
    return this.#db
      .rows<Turn>(
        'SELECT question, answer FROM turns WHERE tenant = ? AND session = ? ORDER BY key DESC LIMIT ?',
        tenant,
        session,
        TURNS_KEPT,
      )
      .reverse();
  }

  add(tenant: string, session: string, turn: Turn & { readonly documents: readonly string[] }, now: number): void {
    this.#db.transaction(() => {
      this.#db.run(
        'INSERT INTO turns (tenant, session, question, answer, documents, created_at) VALUES (?, ?, ?, ?, ?, ?)',
        tenant,
        session,
        turn.question,
        turn.answer,
        JSON.stringify(turn.documents),
        now,
      );
      this.#db.run(
        `DELETE FROM turns WHERE tenant = ? AND session = ? AND key NOT IN (
          SELECT key FROM turns WHERE tenant = ? AND session = ? ORDER BY key DESC LIMIT ?)`,
        tenant,
        session,
        tenant,
        session,
        TURNS_KEPT,
      );
    });
  }

  /** Forgets every answer that cites the document, whoever asked. */
  forgetDocument(document: string): void {
    this.#db.run('DELETE FROM turns WHERE EXISTS (SELECT 1 FROM json_each(documents) WHERE value = ?)', document);
  }

  forgetBefore(time: number): void {
    this.#db.run('DELETE FROM turns WHERE created_at < ?', time);
  }
}

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ServiceError } from '@pareto/contracts';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from './schema.ts';

/** Head to label. */
export type Labels = Readonly<Record<string, string>>;

export interface Feedback {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly model: string;
  readonly version: number;
  readonly text: string;
  readonly predicted: Labels;
  readonly correct: Labels;
  /** Name of the sender's API key; null for anonymous callers. */
  readonly sender: string | null;
}

interface Row {
  readonly number: number;
  readonly id: string;
  readonly created_at: number;
  readonly model: string;
  readonly version: number;
  readonly text: string;
  readonly predicted: string;
  readonly correct: string;
  readonly sender: string | null;
}

const PAGE = 500;

/** Feedback in one SQLite file. What `add` returned from survives a power cut; what `remove` did cannot be read again. */
export class FeedbackStore {
  readonly #db: Sqlite.Database;
  readonly #limit: number;
  #count: number;

  /** @param file path of the database, created when missing; @param limit rows at most. */
  constructor(file: string, limit: number) {
    mkdirSync(dirname(file), { recursive: true });
    this.#db = new Sqlite(file);
    this.#limit = limit;
    // Secure delete: what is deleted is overwritten, not only unlinked.
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON']) this.#db.pragma(pragma);
    const version = this.#db.pragma('user_version', { simple: true }) as number;
    for (const [i, migration] of MIGRATIONS.slice(version).entries()) {
      this.#db.transaction(() => this.#db.exec(migration).pragma(`user_version = ${version + i + 1}`))();
    }
    this.#count = this.#db.prepare('SELECT count(*) FROM feedback').pluck().get() as number;
  }

  get count(): number {
    return this.#count;
  }

  /** @throws ServiceError `feedback_full`. */
  add({ id, createdAt, model, version, text, predicted, correct, sender }: Feedback): void {
    if (this.#count >= this.#limit) {
      throw new ServiceError('feedback_full', `${this.#limit} tickets are kept; export and delete some of them`);
    }
    const row = [id, createdAt, model, version, text, JSON.stringify(predicted), JSON.stringify(correct), sender];
    this.#db
      .prepare(
        'INSERT INTO feedback (id, created_at, model, version, text, predicted, correct, sender) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(row);
    this.#count += 1;
  }

  /** @returns whether there was such feedback; after it nothing of it can be read from the files. */
  remove(id: string): boolean {
    const { changes } = this.#db.prepare('DELETE FROM feedback WHERE id = ?').run(id);
    this.#removed(changes);
    return changes > 0;
  }

  /** @returns how many there were. */
  removeBefore(time: number): number {
    const { changes } = this.#db.prepare('DELETE FROM feedback WHERE created_at < ?').run(time);
    this.#removed(changes);
    return changes;
  }

  /** Of one model, in the order of arrival. What is added or removed meanwhile may or may not be among it. */
  *of(model: string): Generator<Feedback> {
    const page = this.#db.prepare('SELECT * FROM feedback WHERE model = ? AND number > ? ORDER BY number LIMIT ?');
    for (let after = 0; ; ) {
      const rows = page.all(model, after, PAGE) as Row[];
      for (const row of rows) yield feedbackOf(row);
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.number;
    }
  }

  /** Heads that feedback of a model has labels for. */
  headsOf(model: string): string[] {
    const heads = 'SELECT DISTINCT key FROM feedback, json_each(correct) WHERE model = ? ORDER BY key';
    return this.#db.prepare(heads).pluck().all(model) as string[];
  }

  close(): void {
    this.#db.close();
  }

  /** Moves everything from the log into the database and empties the log, which else keeps what was deleted. */
  #removed(rows: number): void {
    this.#count -= rows;
    if (rows > 0) this.#db.pragma('wal_checkpoint(TRUNCATE)');
  }
}

function feedbackOf(row: Row): Feedback {
  const { id, created_at, model, version, text, predicted, correct, sender } = row;
  return {
    id,
    createdAt: created_at,
    model,
    version,
    text,
    predicted: JSON.parse(predicted) as Labels,
    correct: JSON.parse(correct) as Labels,
    sender,
  };
}

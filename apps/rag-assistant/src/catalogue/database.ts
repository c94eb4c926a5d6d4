import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from './schema.ts';

type Parameter = string | number | null;

/** One SQLite file, its statements prepared once. What a transaction acknowledged survives a power cut. */
export class Database {
  readonly #db: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  /** @param file path of the database, created when missing, or `:memory:`. */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#db = new Sqlite(file);
    // Secure delete: what is deleted is overwritten, not only unlinked.
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'secure_delete = ON']) {
      this.#db.pragma(pragma);
    }
    const version = this.#db.pragma('user_version', { simple: true }) as number;
    MIGRATIONS.slice(version).forEach((migration, i) => {
      this.transaction(() => this.#db.exec(migration).pragma(`user_version = ${version + i + 1}`));
    });
  }

  run(sql: string, ...parameters: Parameter[]): { changes: number; lastInsertRowid: number } {
    const { changes, lastInsertRowid } = this.#prepared(sql).run(...parameters);
    return { changes, lastInsertRowid: Number(lastInsertRowid) };
  }

  row<Row>(sql: string, ...parameters: Parameter[]): Row | undefined {
    return this.#prepared(sql).get(...parameters) as Row | undefined;
  }

  rows<Row>(sql: string, ...parameters: Parameter[]): Row[] {
    return this.#prepared(sql).all(...parameters) as Row[];
  }

  /** The first column of the first row. */
  value<Value>(sql: string, ...parameters: Parameter[]): Value | undefined {
    const row = this.row<Record<string, Value>>(sql, ...parameters);
    return row === undefined ? undefined : Object.values(row)[0];
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work)();
  }

  /** Moves everything from the log into the database and empties the log, which else keeps what was deleted. */
  truncateLog(): void {
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.#db.close();
  }

  #prepared(sql: string): Sqlite.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

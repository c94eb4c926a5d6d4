import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from './schema.ts';

type Parameter = string | number | null | Uint8Array;

/** The SQLite file of what is indexed. Readers see the state before a transaction until it is whole. */
export class CatalogueDatabase {
  readonly #connection: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  /** @param file path of the database, created when missing, or `:memory:`. */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#connection = new Sqlite(file);
    for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON']) {
      this.#connection.pragma(pragma);
    }
    const version = this.#connection.pragma('user_version', { simple: true }) as number;
    MIGRATIONS.slice(version).forEach((migration, i) => {
      this.transaction(() => this.#connection.exec(migration).pragma(`user_version = ${version + i + 1}`));
    });
  }

  /** @returns the row id of an insertion. */
  run(sql: string, ...parameters: Parameter[]): number {
    return Number(this.#prepared(sql).run(...parameters).lastInsertRowid);
  }

  row<Row>(sql: string, ...parameters: Parameter[]): Row | undefined {
    return this.#prepared(sql).get(...parameters) as Row | undefined;
  }

  rows<Row>(sql: string, ...parameters: Parameter[]): Row[] {
    return this.#prepared(sql).all(...parameters) as Row[];
  }

  /** Row by row: for results that should not be in memory at once. Nothing may be written meanwhile. */
  each<Row>(sql: string, ...parameters: Parameter[]): IterableIterator<Row> {
    return this.#prepared(sql).iterate(...parameters) as IterableIterator<Row>;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#connection.transaction(work)();
  }

  close(): void {
    this.#connection.close();
  }

  #prepared(sql: string): Sqlite.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';

export type SqlParameter = string | number | null | Uint8Array;

const PRAGMAS = ['journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON'];

/** A SQLite file brought to the newest schema. Readers see the state before a transaction until it is whole. */
export class SqliteFile {
  readonly connection: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  /**
   * @param file path of the database, created when missing, or `:memory:`.
   * @param migrations each brings `user_version` from its place to the next.
   */
  constructor(file: string, migrations: readonly string[], pragmas: readonly string[] = []) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.connection = new Sqlite(file);
    for (const pragma of [...PRAGMAS, ...pragmas]) this.connection.pragma(pragma);
    const version = this.connection.pragma('user_version', { simple: true }) as number;
    migrations.slice(version).forEach((migration, i) => {
      this.transaction(() => this.connection.exec(migration).pragma(`user_version = ${version + i + 1}`));
    });
  }

  run(sql: string, ...parameters: SqlParameter[]): Sqlite.RunResult {
    return this.#prepared(sql).run(...parameters);
  }

  row<Row>(sql: string, ...parameters: SqlParameter[]): Row | undefined {
    return this.#prepared(sql).get(...parameters) as Row | undefined;
  }

  rows<Row>(sql: string, ...parameters: SqlParameter[]): Row[] {
    return this.#prepared(sql).all(...parameters) as Row[];
  }

  /** Row by row: for results that should not be in memory at once. Nothing may be written meanwhile. */
  each<Row>(sql: string, ...parameters: SqlParameter[]): IterableIterator<Row> {
    return this.#prepared(sql).iterate(...parameters) as IterableIterator<Row>;
  }

  transaction<Result>(work: () => Result): Result {
    return this.connection.transaction(work)();
  }

  close(): void {
    this.connection.close();
  }

  #prepared(sql: string): Sqlite.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

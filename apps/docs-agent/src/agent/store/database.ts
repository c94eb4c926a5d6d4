import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS } from './schema.ts';

type Parameter = string | number | null;

/** The SQLite file of conversations: runs, their events and traces, facts, gaps, and LangGraph's checkpoints. */
export class AgentDatabase {
  /** For LangGraph's checkpointer, which keeps tables of its own in the same file. */
  readonly connection: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  /** @param file path of the database, created when missing, or `:memory:`. */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.connection = new Sqlite(file);
    // What is deleted is overwritten, not only unlinked: questions are people's.
    for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON', 'secure_delete = ON']) {
      this.connection.pragma(pragma);
    }
    const version = this.connection.pragma('user_version', { simple: true }) as number;
    MIGRATIONS.slice(version).forEach((migration, i) => {
      this.transaction(() => this.connection.exec(migration).pragma(`user_version = ${version + i + 1}`));
    });
  }

  run(sql: string, ...parameters: Parameter[]): number {
    return this.#prepared(sql).run(...parameters).changes;
  }

  row<Row>(sql: string, ...parameters: Parameter[]): Row | undefined {
    return this.#prepared(sql).get(...parameters) as Row | undefined;
  }

  rows<Row>(sql: string, ...parameters: Parameter[]): Row[] {
    return this.#prepared(sql).all(...parameters) as Row[];
  }

  transaction<Result>(work: () => Result): Result {
    return this.connection.transaction(work)();
  }

  /** Empties the write-ahead log, which else keeps what was deleted. */
  truncateLog(): void {
    this.connection.pragma('wal_checkpoint(TRUNCATE)');
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

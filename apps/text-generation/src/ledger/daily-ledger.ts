import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS amounts (
    day TEXT NOT NULL,
    account TEXT NOT NULL,
    amount REAL NOT NULL,
    PRIMARY KEY (day, account)
  ) STRICT, WITHOUT ROWID;
`;
const DAY_MS = 86_400_000;

/** What each account used on each day (UTC), in one SQLite file, so that a restart forgets nothing. */
export class DailyLedger {
  readonly #database: Database.Database;
  readonly #now: () => number;
  readonly #add: Database.Statement<[string, string, number]>;
  readonly #get: Database.Statement<[string, string], { amount: number }>;

  /** @param now milliseconds since 1970, to tell days apart. */
  constructor(file: string, now: () => number = Date.now) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#database = new Database(file);
    this.#database.pragma('journal_mode = WAL');
    this.#database.pragma('synchronous = NORMAL');
    this.#database.exec(SCHEMA);
    this.#now = now;
    this.#add = this.#database.prepare(
      'INSERT INTO amounts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET amount = amount + excluded.amount',
    );
    this.#get = this.#database.prepare('SELECT amount FROM amounts WHERE day = ? AND account = ?');
  }

  /** The day that it is, as amounts are counted by: `2026-12-01`. */
  today(): string {
    return new Date(this.#now()).toISOString().slice(0, 10);
  }

  used(account: string, day = this.today()): number {
    return this.#get.get(day, account)?.amount ?? 0;
  }

  /** @param amount may be negative, to give back what was reserved. */
  add(account: string, amount: number, day = this.today()): void {
    this.#add.run(day, account, amount);
  }

  secondsUntilTomorrow(): number {
    return Math.ceil((DAY_MS - (this.#now() % DAY_MS)) / 1_000);
  }

  close(): void {
    this.#database.close();
  }
}

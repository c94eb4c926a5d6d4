import { Database } from './database.ts';
import { Documents } from './documents.ts';
import { Jobs } from './jobs.ts';
import { Pages } from './pages.ts';
import { Tenants } from './tenants.ts';
import { Turns } from './turns.ts';
import { Versions } from './versions.ts';

/** What the service knows for certain, in one SQLite file. Vectors and lexical indexes are derived from it. */
export class Catalogue {
  readonly #db: Database;
  readonly tenants: Tenants;
  readonly documents: Documents;
  readonly versions: Versions;
  readonly jobs: Jobs;
  readonly pages: Pages;
  readonly turns: Turns;

  /** @param file path of the database, created when missing, or `:memory:`. */
  constructor(file: string) {
    this.#db = new Database(file);
    this.tenants = new Tenants(this.#db);
    this.documents = new Documents(this.#db);
    this.versions = new Versions(this.#db);
    this.jobs = new Jobs(this.#db);
    this.pages = new Pages(this.#db);
    this.turns = new Turns(this.#db);
  }

  /** All or nothing, and durable when it returns. */
  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /** After it nothing that was deleted can be read from the files of the database. */
  expunge(): void {
    this.#db.truncateLog();
  }

  close(): void {
    this.#db.close();
  }
}

import type { ErrorCode } from '@pareto/contracts';
import type { Database } from './database.ts';

export interface Version {
  readonly key: number;
  readonly document: string;
  readonly tenant: string;
  /** Whether it shall be indexed: no later version was uploaded, or it reads the visible one anew. */
  readonly isWanted: boolean;
  /** The visible version that it reads anew; null for uploads. */
  readonly rereads: number | null;
  readonly file: string;
  readonly name: string;
  readonly title: string;
  readonly pages: number;
  readonly format: string | null;
  readonly passagesDone: number;
  readonly passagesBegun: number;
}

const VERSION = `SELECT v.key, v.document, d.tenant, v.rereads,
  v.key = d.newest OR v.rereads IS NOT NULL AND v.rereads = d.current AS isWanted, v.file, d.name, v.title, v.pages, v.format,
  v.passages_done AS passagesDone, v.passages_begun AS passagesBegun
  FROM versions v JOIN documents d ON d.id = v.document`;

const SUPERSEDED = `NOT d.deleted AND v.key IS NOT d.current AND v.key <> d.newest
  AND NOT EXISTS (SELECT 1 FROM jobs WHERE version = v.key)`;

/** Versions of documents: which of them searches see, which are to be made anew, and which are still to be forgotten. */
export class Versions {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Documents of a tenant that searches see. */
  visible(tenant: string): Version[] {
    return this.#db.rows<Version>(`${VERSION} WHERE d.tenant = ? AND NOT d.deleted AND v.key = d.current`, tenant);
  }

  /** Versions that searches do not see and that may have vectors in the store. */
  hiddenWithVectors(tenant: string): number[] {
    return this.#db
      .rows<{ key: number }>(
        `SELECT v.key FROM versions v JOIN documents d ON d.id = v.document
          WHERE d.tenant = ? AND v.passages_begun > 0 AND (d.deleted OR d.current IS NOT v.key)`,
        tenant,
      )
      .map(({ key }) => key);
  }

  /** Another version of the same file, to take the place of the visible one; once, until it is ready or given up. */
  reread(current: number): void {
    this.#db.transaction(() => {
      const { changes, lastInsertRowid: key } = this.#db.run(
        `INSERT INTO versions (document, file, sha256, bytes, title, pages, rereads)
          SELECT v.document, v.file, v.sha256, v.bytes, v.title, v.pages, v.key FROM versions v
            WHERE v.key = ? AND NOT EXISTS (
              SELECT 1 FROM versions r JOIN jobs j ON j.version = r.key WHERE r.document = v.document AND r.rereads = v.key)`,
        current,
      );
      if (changes > 0) this.#db.run('INSERT INTO jobs (version) VALUES (?)', key);
    });
  }

  find(key: number): Version | undefined {
    return this.#db.row<Version>(`${VERSION} WHERE v.key = ?`, key);
  }

  /** Lets searches see a version in place of the one before. */
  publish(key: number): void {
    // A file that was read anew is still what was uploaded last, unless another was.
    this.#db.run(
      `UPDATE documents SET current = v.key, newest = iif(newest = v.rereads, v.key, newest)
        FROM (SELECT key, document, rereads FROM versions WHERE key = ?) v WHERE id = v.document`,
      key,
    );
    this.#db.run("UPDATE versions SET status = 'ready', pages_done = pages, rereads = NULL WHERE key = ?", key);
  }

  fail(key: number, code: ErrorCode, detail: string): void {
    this.#db.run(
      "UPDATE versions SET status = 'failed', problem_code = ?, problem_detail = ? WHERE key = ?",
      code,
      detail,
      key,
    );
  }

  of(document: string): Version[] {
    return this.#db.rows<Version>(`${VERSION} WHERE v.document = ?`, document);
  }

  /** Versions that searches see and that were made in another format than this: they must be made anew. */
  readyInOtherFormat(format: string): { readonly key: number; readonly tenant: string }[] {
    return this.#db.rows(
      'SELECT v.key, d.tenant FROM documents d JOIN versions v ON v.key = d.current WHERE v.format IS NOT ?',
      format,
    );
  }

  /** Whether a file belongs to another version too. */
  sharesFile({ key, file }: Version): boolean {
    return this.#db.value('SELECT 1 FROM versions WHERE file = ? AND key <> ?', file, key) === 1;
  }

  /** Versions that a newer one has replaced, or will not be, and that nobody sees. */
  superseded(): Version[] {
    return this.#db.rows<Version>(`${VERSION} WHERE ${SUPERSEDED}`);
  }

  supersededOf(id: string): Version[] {
    return this.#db.rows<Version>(`${VERSION} WHERE v.document = ? AND ${SUPERSEDED}`, id);
  }

  delete(key: number): void {
    this.#db.run('DELETE FROM versions WHERE key = ?', key);
  }

  files(): Set<string> {
    return new Set(this.#db.rows<{ file: string }>('SELECT file FROM versions').map(({ file }) => file));
  }
}

import type { ErrorCode } from '@pareto/contracts';
import type { Database } from './database.ts';

export const DOCUMENT_STATUSES = ['queued', 'parsing', 'indexing', 'ready', 'failed'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

/** A document with the state of the version that was uploaded last. */
export interface Document {
  readonly id: string;
  readonly tenant: string;
  /** Of the uploaded file, without folders. */
  readonly name: string;
  /** `upload`, `sample`, or `watch`. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The version that searches see. */
  readonly current: number | null;
  readonly newest: number;
  readonly status: DocumentStatus;
  readonly title: string;
  readonly bytes: number;
  readonly pages: number;
  readonly pagesDone: number;
  readonly concealed: number;
  readonly problemCode: ErrorCode | null;
  readonly problemDetail: string | null;
}

export interface Version {
  readonly key: number;
  readonly document: string;
  readonly tenant: string;
  /** Whether no later version was uploaded. */
  readonly isNewest: boolean;
  readonly file: string;
  readonly name: string;
  readonly title: string;
  readonly pages: number;
  readonly format: string | null;
  readonly passagesDone: number;
  readonly passagesBegun: number;
}

export interface NewVersion {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly title: string;
  readonly pages: number;
}

const DOCUMENT = `SELECT d.id, d.tenant, d.name, d.source, d.created_at AS createdAt, d.current, d.newest,
  v.status, v.title, v.bytes, v.pages, v.pages_done AS pagesDone, v.concealed,
  v.problem_code AS problemCode, v.problem_detail AS problemDetail
  FROM documents d JOIN versions v ON v.key = d.newest`;
const VERSION = `SELECT v.key, v.document, d.tenant, v.key = d.newest AS isNewest, v.file, d.name, v.title, v.pages, v.format,
  v.passages_done AS passagesDone, v.passages_begun AS passagesBegun
  FROM versions v JOIN documents d ON d.id = v.document`;

/** Documents and their versions: what was uploaded, what of it searches see, what is still to be forgotten. */
export class Documents {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Undefined alike for what does not exist and for what belongs to another tenant. */
  find(tenant: string, id: string): Document | undefined {
    return this.#db.row<Document>(`${DOCUMENT} WHERE d.id = ? AND d.tenant = ? AND NOT d.deleted`, id, tenant);
  }

  findByName(tenant: string, name: string): Document | undefined {
    return this.#db.row<Document>(`${DOCUMENT} WHERE d.tenant = ? AND d.name = ? AND NOT d.deleted`, tenant, name);
  }

  findByHash(tenant: string, sha256: string): Document | undefined {
    return this.#db.row<Document>(
      `${DOCUMENT} WHERE d.tenant = ? AND v.sha256 = ? AND NOT d.deleted LIMIT 1`,
      tenant,
      sha256,
    );
  }

  list(tenant: string): Document[] {
    return this.#db.rows<Document>(
      `${DOCUMENT} WHERE d.tenant = ? AND NOT d.deleted ORDER BY d.created_at, d.newest`,
      tenant,
    );
  }

  /** Documents of a tenant that searches see. */
  visible(tenant: string): Version[] {
    return this.#db.rows<Version>(`${VERSION} WHERE d.tenant = ? AND NOT d.deleted AND v.key = d.current`, tenant);
  }

  /** Tenants with documents that searches see. */
  searchedTenants(): string[] {
    return this.#db
      .rows<{ tenant: string }>('SELECT DISTINCT tenant FROM documents WHERE current IS NOT NULL AND NOT deleted')
      .map(({ tenant }) => tenant);
  }

  /** Of all tenants together. */
  counts(): { documents: number; passages: number } {
    return this.#db.row(
      `SELECT count(*) AS documents, coalesce(sum(v.passages_done), 0) AS passages
        FROM documents d JOIN versions v ON v.key = d.current WHERE NOT d.deleted`,
    )!;
  }

  isVisible(id: string): boolean {
    return this.#db.value('SELECT 1 FROM documents WHERE id = ? AND current IS NOT NULL AND NOT deleted', id) === 1;
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

  create(document: Pick<Document, 'id' | 'tenant' | 'name' | 'source' | 'createdAt'>, version: NewVersion): number {
    return this.#db.transaction(() => {
      const key = this.#insertVersion(document.id, version);
      this.#db.run(
        'INSERT INTO documents (id, tenant, name, source, created_at, newest) VALUES (?, ?, ?, ?, ?, ?)',
        document.id,
        document.tenant,
        document.name,
        document.source,
        document.createdAt,
        key,
      );
      return key;
    });
  }

  /** Another version of a document; searches go on seeing the current one until this is ready. */
  addVersion(id: string, version: NewVersion): number {
    return this.#db.transaction(() => {
      const key = this.#insertVersion(id, version);
      this.#db.run('UPDATE documents SET newest = ? WHERE id = ?', key, id);
      return key;
    });
  }

  version(key: number): Version | undefined {
    return this.#db.row<Version>(`${VERSION} WHERE v.key = ?`, key);
  }

  /** Lets searches see a version in place of the one before. */
  publish(key: number): void {
    this.#db.run("UPDATE versions SET status = 'ready', pages_done = pages WHERE key = ?", key);
    this.#db.run('UPDATE documents SET current = ? WHERE id = (SELECT document FROM versions WHERE key = ?)', key, key);
  }

  fail(key: number, code: ErrorCode, detail: string): void {
    this.#db.run(
      "UPDATE versions SET status = 'failed', problem_code = ?, problem_detail = ? WHERE key = ?",
      code,
      detail,
      key,
    );
  }

  /** Hides a document at once; `forgettable` names it until nothing of it is left. */
  markDeleted(id: string): void {
    this.#db.run('UPDATE documents SET deleted = 1, current = NULL WHERE id = ?', id);
  }

  versionsOf(id: string): Version[] {
    return this.#db.rows<Version>(`${VERSION} WHERE v.document = ?`, id);
  }

  /** Versions that searches see and that were made in another format than this: they must be made anew. */
  readyInOtherFormat(format: string): number[] {
    return this.#db
      .rows<{ key: number }>(
        'SELECT v.key FROM versions v JOIN documents d ON d.current = v.key WHERE v.format IS NOT ?',
        format,
      )
      .map(({ key }) => key);
  }

  /** Tenants with documents that are to be made anew, or are being made anew while searches see them. */
  tenantsInOtherFormat(format: string): string[] {
    return this.#db
      .rows<{ tenant: string }>(
        `SELECT DISTINCT d.tenant FROM documents d JOIN versions v ON v.key = d.current
          LEFT JOIN jobs j ON j.version = v.key WHERE v.format IS NOT ? OR j.version IS NOT NULL`,
        format,
      )
      .map(({ tenant }) => tenant);
  }

  /** Deleted documents, of which something may still be somewhere. */
  deleted(): { id: string; tenant: string }[] {
    return this.#db.rows('SELECT id, tenant FROM documents WHERE deleted');
  }

  /** Versions that a newer one has replaced, or will not be, and that nobody sees. */
  superseded(): Version[] {
    return this.#db.rows<Version>(
      `${VERSION} WHERE NOT d.deleted AND v.key IS NOT d.current AND v.key <> d.newest
        AND NOT EXISTS (SELECT 1 FROM jobs WHERE version = v.key)`,
    );
  }

  deleteVersion(key: number): void {
    this.#db.run('DELETE FROM versions WHERE key = ?', key);
  }

  deleteRow(id: string): void {
    this.#db.transaction(() => {
      this.#db.run('DELETE FROM versions WHERE document = ?', id);
      this.#db.run('DELETE FROM documents WHERE id = ?', id);
    });
  }

  files(): Set<string> {
    return new Set(this.#db.rows<{ file: string }>('SELECT file FROM versions').map(({ file }) => file));
  }

  #insertVersion(document: string, { file, sha256, bytes, title, pages }: NewVersion): number {
    const { lastInsertRowid: key } = this.#db.run(
      'INSERT INTO versions (document, file, sha256, bytes, title, pages) VALUES (?, ?, ?, ?, ?, ?)',
      document,
      file,
      sha256,
      bytes,
      title,
      pages,
    );
    this.#db.run('INSERT INTO jobs (version) VALUES (?)', key);
    return key;
  }
}

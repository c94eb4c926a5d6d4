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
/** Documents: what was uploaded, whose it is, what is still to be forgotten. */
export class Documents {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Undefined alike for what does not exist and for what belongs to another tenant. */
  find(tenant: string, id: string): Document | undefined {
    return this.#db.row<Document>(`${DOCUMENT} WHERE d.id = ? AND d.tenant = ? AND NOT d.deleted`, id, tenant);
  }

  /** Whose a document is. */
  ownerOf(id: string): string | undefined {
    return this.#db.value<string>('SELECT tenant FROM documents WHERE id = ? AND NOT deleted', id);
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

  /** Hides a document at once; `forgettable` names it until nothing of it is left. */
  markDeleted(id: string): void {
    this.#db.run('UPDATE documents SET deleted = 1, current = NULL WHERE id = ?', id);
  }

  /** Deleted documents, of which something may still be somewhere. */
  deleted(): { id: string; tenant: string }[] {
    return this.#db.rows('SELECT id, tenant FROM documents WHERE deleted');
  }

  deleteRow(id: string): void {
    this.#db.transaction(() => {
      this.#db.run('DELETE FROM versions WHERE document = ?', id);
      this.#db.run('DELETE FROM documents WHERE id = ?', id);
    });
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

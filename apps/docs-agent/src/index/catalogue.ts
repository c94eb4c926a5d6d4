import type { DocSource } from '../docs-index.ts';
import type { CatalogueDatabase } from './database.ts';
import type { IndexedPage } from './section-index.ts';

export interface SourceKey {
  readonly name: string;
  /** Undefined for a folder. */
  readonly version: string | undefined;
}

interface SourceRow {
  readonly id: number;
  readonly name: string;
  readonly version: string;
  readonly kind: DocSource['kind'];
  readonly status: DocSource['status'];
  readonly problem: string | null;
  readonly documents: number;
  readonly chunks: number;
}

type KnownSource = DocSource & { readonly id: number };

interface SectionRow {
  readonly document: number;
  readonly id: number;
  readonly headings: string;
  readonly text: string;
  readonly vector: Buffer | null;
}

/** Which sources there are, and the pages of each as the search wants them. */
export class Catalogue {
  readonly database: CatalogueDatabase;
  #known: { readonly version: string; readonly sources: readonly KnownSource[] } | undefined;

  /** Takes vectors of another embedder for none: what they belong to is embedded anew when its source is indexed. */
  constructor(database: CatalogueDatabase) {
    this.database = database;
    // Else what is being indexed is another process's work.
    if (!database.lock.tryAcquire()) return;
    // An earlier process ended while it indexed: what stood before still stands.
    const interrupted = "UPDATE sources SET status = ?, problem = ? WHERE status = 'indexing' AND id";
    const filled = 'IN (SELECT source FROM documents)';
    database.run(`${interrupted} ${filled}`, 'ready', null);
    database.run(`${interrupted} NOT ${filled}`, 'failed', 'Indexing was interrupted.');
    database.lock.release();
  }

  /** Counted anew only when something changed: every lookup asks for them, and an answer makes hundreds. */
  sources(): readonly KnownSource[] {
    const { version } = this.database;
    if (this.#known?.version !== version) this.#known = { version, sources: this.#counted() };
    return this.#known.sources;
  }

  #counted(): readonly KnownSource[] {
    return this.database
      .rows<SourceRow>(
        `SELECT s.*,
          (SELECT count(*) FROM documents d WHERE d.source = s.id) documents,
          (SELECT count(*) FROM sections c JOIN documents d ON d.id = c.document WHERE d.source = s.id) chunks
        FROM sources s ORDER BY s.name, s.id`,
      )
      .map(({ version, problem, ...source }) => ({
        ...source,
        version: version || undefined,
        ...(problem !== null && { problem }),
      }));
  }

  /** The number of a source, which is noted as being indexed; its earlier documents stay. */
  begin({ name, version }: SourceKey, kind: DocSource['kind']): number {
    this.database.run(
      `INSERT INTO sources (name, version, kind, status) VALUES (?, ?, ?, 'indexing')
      ON CONFLICT (name, version) DO UPDATE SET status = 'indexing', problem = NULL`,
      name,
      version ?? '',
      kind,
    );
    return this.database.row<{ id: number }>(
      'SELECT id FROM sources WHERE name = ? AND version = ?',
      name,
      version ?? '',
    )!.id;
  }

  end(source: number, status: 'ready' | 'failed', problem?: string): void {
    this.database.run('UPDATE sources SET status = ?, problem = ? WHERE id = ?', status, problem ?? null, source);
  }

  /** Removes a source in one version, or in all, with everything that only it needed. @returns the pages that are gone. */
  remove(name: string, version?: string): number[] {
    return this.database.transaction(() => {
      const where = 'name = ? AND (? IS NULL OR version = ?)';
      const parameters = [name, version ?? null, version ?? null] as const;
      const pages = this.database.rows<{ id: number }>(
        `SELECT id FROM documents WHERE source IN (SELECT id FROM sources WHERE ${where})`,
        ...parameters,
      );
      this.database.run(`DELETE FROM sources WHERE ${where}`, ...parameters);
      this.prune();
      return pages.map(({ id }) => id);
    });
  }

  /** Removes vectors and words that nothing refers to. */
  prune(): void {
    this.database.run(
      'DELETE FROM vectors WHERE NOT EXISTS (SELECT 1 FROM sections WHERE sections.embedded = vectors.hash)',
    );
    this.database.run('DELETE FROM words WHERE NOT EXISTS (SELECT 1 FROM mentions WHERE mentions.word = words.id)');
  }

  /** What tells each page from every other that ever had its number. */
  pageKeys(): Map<number, string> {
    const rows = this.database.rows<{ id: number; key: string }>(
      `SELECT d.id, d.source || ' ' || d.hash || ' ' ||
        coalesce((SELECT min(c.id) FROM sections c WHERE c.document = d.id), '') key FROM documents d`,
    );
    return new Map(rows.map(({ id, key }) => [id, key]));
  }

  /** Pages of all sources, or one page, with their vectors. */
  *pages(only?: number): Generator<IndexedPage> {
    const documents = this.database.rows<Omit<IndexedPage, 'sections'>>(
      'SELECT id, source, path, title FROM documents WHERE ? IS NULL OR id = ?',
      only ?? null,
      only ?? null,
    );
    for (const document of documents) yield { ...document, sections: this.#sections(document.id) };
  }

  #sections(document: number): IndexedPage['sections'] {
    const rows = this.database.rows<SectionRow>(
      `SELECT s.id, s.headings, s.text, v.vector FROM sections s LEFT JOIN vectors v ON v.hash = s.embedded
      WHERE s.document = ? ORDER BY s.id`,
      document,
    );
    return rows.map(({ id, headings, text, vector }) => ({
      id,
      headings: JSON.parse(headings) as string[],
      text,
      vector: vector ? vectorOf(vector) : undefined,
    }));
  }
}

/** SQLite's bytes may begin at any address; floats may not. */
function vectorOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Metadata } from '@pareto/contracts';
import type { Language } from '@pareto/retrieval';
import Database from 'better-sqlite3';
import { MIGRATIONS } from './schema.ts';

export interface Collection {
  readonly name: string;
  readonly language: Language;
  /** Id and fingerprint of the embedder that made the vectors which searches use. */
  readonly embedder: string;
  readonly fingerprint: string;
  /** Counts the re-indexings; part of the name of the vector collection. */
  readonly generation: number;
  /** Grows with every change of a document, so that what is derived can be cached by it. */
  readonly revision: number;
  /** The embedder of the generation that is being built beside the current one. */
  readonly nextEmbedder: string | null;
  /** What the service filled the collection from by itself, with versions; null for a caller's own. */
  readonly source: string | null;
  readonly createdAt: string;
}

export interface Document {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly metadata: Metadata;
}

/** A document as stored, with the number of passages that the vector store may hold of it. */
export interface StoredDocument extends Document {
  readonly key: number;
  readonly passages: number;
}

/** A write whose effect on the vector store may be half done: what is true stands in `documents`. */
export interface Intent {
  readonly id: string;
  readonly passages: number;
}

interface DocumentRow {
  key: number;
  id: string;
  title: string;
  text: string;
  metadata: string;
  passages: number;
}

const COLLECTION_COLUMNS = `name, language, embedder, fingerprint, generation, revision,
  next_embedder AS nextEmbedder, source, created_at AS createdAt`;
const DOCUMENT_COLUMNS = 'key, id, title, text, metadata, passages';

/**
 * What the service knows for certain: collections and documents in one SQLite file. Vectors and lexical
 * indexes are derived from it. Intents make a write to both all-or-nothing: they are recorded before the
 * vector store is touched and cleared in the transaction that makes the write true.
 */
export class Catalogue {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  /** @param file path of the database, created when missing, or `:memory:`. */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#db = new Database(file);
    // FULL: an acknowledged write outlives a power cut, not only the death of this process.
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'secure_delete = ON']) {
      this.#db.pragma(pragma);
    }
    const version = this.#db.pragma('user_version', { simple: true }) as number;
    MIGRATIONS.slice(version).forEach((migration, i) => {
      this.#db.transaction(() => this.#db.exec(migration).pragma(`user_version = ${version + i + 1}`))();
    });
  }

  collections(): Collection[] {
    return this.#sql(`SELECT ${COLLECTION_COLUMNS} FROM collections ORDER BY name`).all() as Collection[];
  }

  collection(name: string): Collection | undefined {
    return this.#sql(`SELECT ${COLLECTION_COLUMNS} FROM collections WHERE name = ?`).get(name) as
      | Collection
      | undefined;
  }

  createCollection(collection: Pick<Collection, 'name' | 'language' | 'embedder' | 'fingerprint' | 'createdAt'>): void {
    this.#sql(`INSERT INTO collections (name, language, embedder, fingerprint, generation, created_at)
      VALUES (@name, @language, @embedder, @fingerprint, 1, @createdAt)`).run(collection);
  }

  /** Forgets a collection, and notes its vector collections as still to be dropped. */
  deleteCollection(name: string, vectorCollections: readonly string[]): void {
    this.#transaction(() => {
      for (const vectors of vectorCollections) this.#noteDropped(vectors);
      this.#sql('DELETE FROM collections WHERE name = ?').run(name);
    });
  }

  setSource(name: string, source: string): void {
    this.#sql('UPDATE collections SET source = ? WHERE name = ?').run(source, name);
  }

  beginReindex(name: string, embedder: string): void {
    this.#sql('UPDATE collections SET next_embedder = ? WHERE name = ?').run(embedder, name);
  }

  abandonReindex(name: string, vectors: string): void {
    this.#transaction(() => {
      this.#sql('UPDATE collections SET next_embedder = NULL WHERE name = ?').run(name);
      this.#noteDropped(vectors);
    });
  }

  /** Remembers how many passages the vector store may come to hold of documents that themselves stay as they are. */
  notePassages(name: string, intents: readonly Intent[]): void {
    this.#transaction(() => {
      for (const { id, passages } of intents) {
        this.#sql('UPDATE documents SET passages = max(passages, ?) WHERE collection = ? AND id = ?').run(
          passages,
          name,
          id,
        );
      }
    });
  }

  /** Makes the generation that was built beside the current one the current one. */
  finishReindex(name: string, fingerprint: string, formerVectors: string): void {
    this.#transaction(() => {
      this.#sql(`UPDATE collections SET embedder = next_embedder, fingerprint = ?, next_embedder = NULL,
        generation = generation + 1, revision = revision + 1 WHERE name = ?`).run(fingerprint, name);
      this.#noteDropped(formerVectors);
    });
  }

  count(name: string): number {
    return this.#sql('SELECT count(*) FROM documents WHERE collection = ?').pluck().get(name) as number;
  }

  document(name: string, id: string): StoredDocument | undefined {
    const row = this.#sql(`SELECT ${DOCUMENT_COLUMNS} FROM documents WHERE collection = ? AND id = ?`).get(name, id);
    return row === undefined ? undefined : fromRow(row as DocumentRow);
  }

  documentIds(name: string): string[] {
    return this.#sql('SELECT id FROM documents WHERE collection = ?').pluck().all(name) as string[];
  }

  /** A page of documents in order of `key`, beginning after `afterKey`. */
  documentsAfter(name: string, afterKey: number, limit: number): StoredDocument[] {
    const rows = this.#sql(`SELECT ${DOCUMENT_COLUMNS} FROM documents WHERE collection = ? AND key > ?
      ORDER BY key LIMIT ?`).all(name, afterKey, limit);
    return (rows as DocumentRow[]).map(fromRow);
  }

  intents(name: string): Intent[] {
    return this.#sql('SELECT id, passages FROM intents WHERE collection = ?').all(name) as Intent[];
  }

  recordIntents(name: string, intents: readonly Intent[]): void {
    this.#transaction(() => {
      for (const { id, passages } of intents) {
        this.#sql(`INSERT INTO intents (collection, id, passages) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET passages = max(passages, excluded.passages)`).run(name, id, passages);
      }
    });
  }

  clearIntents(name: string, ids: readonly string[]): void {
    this.#transaction(() => this.#clearIntents(name, ids));
  }

  /** Makes an upsert true and clears its intents. */
  saveDocuments(name: string, documents: readonly (Document & { passages: number })[]): void {
    this.#transaction(() => {
      for (const { metadata, ...document } of documents) {
        this.#sql(`INSERT INTO documents (collection, id, title, text, metadata, passages)
          VALUES (@name, @id, @title, @text, @metadata, @passages)
          ON CONFLICT (collection, id) DO UPDATE SET title = @title, text = @text, metadata = @metadata, passages = @passages`).run(
          { ...document, name, metadata: JSON.stringify(metadata) },
        );
      }
      this.#clearIntents(
        name,
        documents.map((document) => document.id),
      );
      this.#touch(name);
    });
  }

  /** Makes a deletion true, and leaves intents for what the vector store still holds. */
  deleteDocuments(name: string, documents: readonly Intent[]): void {
    this.#transaction(() => {
      this.recordIntents(name, documents);
      for (const { id } of documents) this.#sql('DELETE FROM documents WHERE collection = ? AND id = ?').run(name, id);
      this.#touch(name);
    });
  }

  /** Vector collections that nothing refers to any more and that may still exist. */
  droppedVectors(): string[] {
    return this.#sql('SELECT name FROM dropped_vectors').pluck().all() as string[];
  }

  forgetDroppedVectors(name: string): void {
    this.#sql('DELETE FROM dropped_vectors WHERE name = ?').run(name);
  }

  close(): void {
    this.#db.close();
  }

  #noteDropped(vectors: string): void {
    this.#sql('INSERT OR IGNORE INTO dropped_vectors (name) VALUES (?)').run(vectors);
  }

  #clearIntents(name: string, ids: readonly string[]): void {
    for (const id of ids) this.#sql('DELETE FROM intents WHERE collection = ? AND id = ?').run(name, id);
  }

  #touch(name: string): void {
    this.#sql('UPDATE collections SET revision = revision + 1 WHERE name = ?').run(name);
  }

  #transaction(work: () => void): void {
    this.#db.transaction(work)();
  }

  #sql(text: string): Database.Statement {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#db.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }
}

function fromRow({ metadata, ...row }: DocumentRow): StoredDocument {
  return { ...row, metadata: JSON.parse(metadata) as Metadata };
}

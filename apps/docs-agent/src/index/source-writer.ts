import { embedAll, type TextEmbedder } from '@pareto/contracts';
import { embeddedText } from '../sources/markdown-page.ts';
import { contentHash, hashOf } from '../sources/page-document.ts';
import type { ReadDocument, SourceDocument } from '../sources/source-document.ts';
import { exactWords } from './code-words.ts';
import type { CatalogueDatabase } from './database.ts';

const EMBED_BATCH = 64;
/** Not the format of files: a text that is embedded stays so, in whatever way its file is read. */
const VECTOR_FORMAT = '3';

/** What changed when a source was written. */
export interface WrittenPages {
  readonly removed: readonly number[];
  readonly added: readonly number[];
  /** Texts that were embedded: no other page had them. */
  readonly embedded: number;
}

interface Replacement {
  readonly path: string;
  readonly hash: string;
  readonly content: ReadDocument;
}

/** Brings the stored documents of a source to what it holds now. Only what changed is read and embedded. */
export class SourceWriter {
  readonly #database: CatalogueDatabase;
  readonly #embedder: TextEmbedder;

  constructor(database: CatalogueDatabase, embedder: TextEmbedder) {
    this.#database = database;
    this.#embedder = embedder;
  }

  /** Until the one transaction at its end, whoever reads sees the source as it was. */
  async write(source: number, documents: readonly SourceDocument[], signal?: AbortSignal): Promise<WrittenPages> {
    const stored = new Map(
      this.#database
        .rows<{ id: number; path: string; hash: string }>(
          'SELECT id, path, hash FROM documents WHERE source = ?',
          source,
        )
        .map((row) => [row.path, row]),
    );
    const replacements: Replacement[] = [];
    for (const document of documents) {
      signal?.throwIfAborted();
      if (stored.get(document.path)?.hash === this.#hash(document)) continue;
      replacements.push({ path: document.path, hash: this.#hash(document), content: await document.read() });
    }
    const embedded = await this.#embed(replacements, signal);
    const kept = new Set(documents.map(({ path }) => path));
    const replaced = new Set(replacements.map(({ path }) => path));
    const gone = [...stored.values()].filter(({ path }) => !kept.has(path) || replaced.has(path)).map(({ id }) => id);
    const added = this.#database.transaction(() => {
      for (const id of gone) this.#database.run('DELETE FROM documents WHERE id = ?', id);
      return replacements.map((replacement) => this.#insert(source, replacement));
    });
    return { removed: gone, added, embedded };
  }

  /** Vectors are stored as they come: after a crash they need not be computed again. */
  async #embed(replacements: readonly Replacement[], signal: AbortSignal | undefined): Promise<number> {
    const texts = new Map<string, string>();
    for (const { content } of replacements) {
      for (const section of content.sections.filter(({ isEmbedded }) => isEmbedded)) {
        const text = embeddedText(section);
        texts.set(this.#vectorKey(text), text);
      }
    }
    const missing = [...texts].filter(
      ([key]) => this.#database.row('SELECT 1 FROM vectors WHERE hash = ?', key) === undefined,
    );
    for (let start = 0; start < missing.length; start += EMBED_BATCH) {
      const batch = missing.slice(start, start + EMBED_BATCH);
      const vectors = await embedAll(
        this.#embedder,
        batch.map(([, text]) => text),
        { purpose: 'passage', ...(signal && { signal }) },
      );
      this.#database.transaction(() => {
        vectors.forEach((vector, i) => {
          const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
          this.#database.run('INSERT OR IGNORE INTO vectors (hash, vector) VALUES (?, ?)', batch[i]![0], bytes);
        });
      });
    }
    return missing.length;
  }

  #insert(source: number, { path, hash, content }: Replacement): number {
    const database = this.#database;
    const { title, text, sections, symbols } = content;
    const { lastInsertRowid } = database.run(
      'INSERT INTO documents (source, path, hash, title, text) VALUES (?, ?, ?, ?, ?)',
      ...[source, path, hash, title, text],
    );
    const id = Number(lastInsertRowid);
    for (const section of sections) {
      const { anchor = null, headings, release = null, isEmbedded } = section;
      database.run(
        'INSERT INTO sections (document, anchor, headings, text, release, embedded) VALUES (?, ?, ?, ?, ?, ?)',
        ...[id, anchor, JSON.stringify(headings), section.text, release],
        isEmbedded ? this.#vectorKey(embeddedText(section)) : null,
      );
    }
    for (const { name, kind, signature, comment = null, line, parent = null } of symbols) {
      database.run(
        `INSERT INTO symbols (document, name, lower_name, kind, signature, comment, line, parent)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[id, name, name.toLowerCase(), kind, signature, comment, line, parent],
      );
    }
    for (const word of exactWords(`${path}\n${text}`)) {
      database.run('INSERT OR IGNORE INTO words (word) VALUES (?)', word);
      database.run('INSERT INTO mentions (word, document) SELECT id, ? FROM words WHERE word = ?', id, word);
    }
    return id;
  }

  /** Another embedder makes every page a new one. */
  #hash({ hash }: SourceDocument): string {
    return contentHash(hash, this.#embedder.fingerprint);
  }

  #vectorKey(text: string): string {
    return hashOf(VECTOR_FORMAT, this.#embedder.fingerprint, text);
  }
}

import { type Filter, type Metadata, matchesFilter, type TextEmbedder } from '@pareto/contracts';
import { type Language, LexicalIndex } from '@pareto/retrieval';
import type { Document } from '../catalogue/catalogue.ts';
import { DocumentVectors } from './document-vectors.ts';

/** What is held in memory of one collection: its words, its metadata, and word-vector averages once asked for. */
export class CollectionIndex {
  readonly lexical: LexicalIndex;
  readonly #metadata = new Map<string, Metadata>();
  readonly #wordVectors: DocumentVectors;

  constructor(language: Language, wordVectors: () => Promise<TextEmbedder>) {
    this.lexical = new LexicalIndex({ language });
    this.#wordVectors = new DocumentVectors(wordVectors);
  }

  upsert(documents: readonly Document[]): void {
    for (const { id, title, text, metadata } of documents) {
      this.lexical.upsert(id, text, { title });
      this.#metadata.set(id, metadata);
    }
    this.#wordVectors.forget(documents.map((document) => document.id));
  }

  delete(ids: readonly string[]): void {
    for (const id of ids) {
      this.lexical.delete(id);
      this.#metadata.delete(id);
    }
    this.#wordVectors.forget(ids);
  }

  /** Whether a document passes a filter; undefined when there is none, so that rankers can skip the question. */
  accept(filter: Filter | undefined): ((id: string) => boolean) | undefined {
    if (!filter) return undefined;
    return (id) => {
      const metadata = this.#metadata.get(id);
      return metadata !== undefined && matchesFilter(metadata, filter);
    };
  }

  has(id: string): boolean {
    return this.#metadata.has(id);
  }

  get size(): number {
    return this.#metadata.size;
  }

  ids(): IterableIterator<string> {
    return this.#metadata.keys();
  }

  get wordVectors(): DocumentVectors {
    return this.#wordVectors;
  }
}

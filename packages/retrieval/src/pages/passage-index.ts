import type { ScoredId } from '@pareto/contracts';
import { LexicalIndex } from '../lexical-index.ts';
import type { IndexedDocument, IndexedPassage } from './passage-text.ts';
import { analyseQuestion, type QuestionAnalysis } from './question.ts';
import { type RankedPassage, rankPassages } from './rank-passages.ts';

export interface PassageSearch {
  /** Passages wanted. */
  readonly k: number;
  /** Documents to look in; all when absent. */
  readonly documentIds?: readonly string[] | undefined;
}

export interface PassagePlace {
  readonly documentId: string;
  readonly page: number;
}

/** Names a page of a document within the index. */
export function pageKey({ documentId, page }: PassagePlace): string {
  return `${documentId}#${page}`;
}

/**
 * What a tenant's documents say, in memory: words of passages and of pages, and the names of documents. It makes of a
 * question the queries to embed, and of the nearest passages and its own evidence a ranking.
 */
export class PassageIndex {
  readonly #documents = new Map<string, { card: IndexedDocument; passages: string[]; pages: string[] }>();
  readonly #places = new Map<string, PassagePlace>();
  readonly #passages = new LexicalIndex({ language: 'en' });
  readonly #pages = new LexicalIndex({ language: 'en' });

  /** Adds a document with all its passages in order, or replaces the one with this id. */
  add(card: IndexedDocument, passages: Iterable<IndexedPassage>): void {
    this.remove(card.id);
    const pages = new Map<string, string[]>();
    const ids: string[] = [];
    for (const { id, page, text, headings, context } of passages) {
      const place = { documentId: card.id, page };
      ids.push(id);
      this.#places.set(id, place);
      this.#passages.upsert(id, [...headings, context, text].join('\n'));
      const key = pageKey(place);
      pages.set(key, [...(pages.get(key) ?? headings), text]);
    }
    for (const [key, texts] of pages) this.#pages.upsert(key, texts.join('\n'));
    this.#documents.set(card.id, { card, passages: ids, pages: [...pages.keys()] });
  }

  /** Removes a document; does nothing when there is none. */
  remove(documentId: string): void {
    const document = this.#documents.get(documentId);
    if (!document) return;
    for (const id of document.passages) {
      this.#places.delete(id);
      this.#passages.delete(id);
    }
    for (const key of document.pages) this.#pages.delete(key);
    this.#documents.delete(documentId);
  }

  /** Passages of all documents. */
  get size(): number {
    return this.#places.size;
  }

  document(id: string): IndexedDocument | undefined {
    return this.#documents.get(id)?.card;
  }

  /** What the question asks for, and the queries whose nearest passages `rank` wants. */
  analyse(question: string): QuestionAnalysis {
    return analyseQuestion(question);
  }

  /**
   * The best passages, no two of one page while there are other pages.
   * @param dense for each of the analysis' queries, its nearest passages by cosine. Ids that are not here are passed over.
   */
  rank(
    analysis: QuestionAnalysis,
    dense: readonly (readonly ScoredId[])[],
    { k, documentIds }: PassageSearch,
  ): RankedPassage[] {
    const wanted = documentIds && new Set(documentIds);
    const isWanted = ({ documentId }: PassagePlace) => !wanted || wanted.has(documentId);
    const place = (id: string) => this.#places.get(id);
    const accept = (id: string) => isWanted(this.#places.get(id)!);
    return rankPassages(
      {
        place,
        bm25: this.#passages.search(analysis.words, { engine: 'bm25', k: 200, accept }),
        dense: dense.map((hits) => hits.filter(({ id }) => this.#places.has(id) && accept(id))),
      },
      k,
    );
  }
}

import { byScore, type ScoredId } from '@pareto/contracts';
import { LexicalIndex } from '../lexical-index.ts';
import { type AnalysedDocument, analyseDocument } from './analysed-document.ts';
import { normalised } from './document-card.ts';
import { DocumentCards } from './document-evidence.ts';
import { type DocumentLanguage, MultilingualAnalyzer } from './languages.ts';
import type { IndexedDocument, IndexedPassage } from './passage-text.ts';
import { periodsOf } from './periods.ts';
import { analyseQuestion, type QuestionAnalysis } from './question.ts';
import { type PassageEvidence, type RankedPassage, rankPassages } from './rank-passages.ts';
import { type RankingStages, rankingStages } from './ranking-stages.ts';
import type { RankingWeights } from './ranking-weights.ts';
import type { StatementPage } from './statements.ts';

/** Passages, and pages, that a ranking by words holds. */
const CANDIDATES = 300;

/** Names a page of a document within the index. */
function pageKey(documentId: string, page: number): string {
  return `${documentId}#${page}`;
}

/**
 * What a tenant's documents say, in memory: words of passages and of pages, and the names of documents. It makes of a
 * question the queries to embed, and of the nearest passages and its own evidence a ranking.
 */
export class PassageIndex {
  readonly #documents = new Map<
    string,
    { document: IndexedDocument; language: DocumentLanguage; pages: readonly string[] }
  >();
  readonly #cards = new DocumentCards();
  readonly #pageOf = new Map<string, string>();
  readonly #pageEntries = new Map<string, { documentId: string; page: number; passages: readonly string[] }>();
  readonly #statements = new Map<string, StatementPage>();
  readonly #analyzer = new MultilingualAnalyzer();
  readonly #passages = new LexicalIndex({ language: 'en' });
  readonly #pages = new LexicalIndex({ language: 'en' });

  /** Adds a document with all its passages in order, or replaces the one with this id. */
  add(document: IndexedDocument, passages: Iterable<IndexedPassage>): void {
    const work = this.read(document, passages);
    let step = work.next();
    while (!step.done) step = work.next();
    this.put(step.value);
  }

  /**
   * The greater part of `add`, which changes nothing: it yields after each page, so that other work can be done between.
   * What it returns is for `put`.
   */
  read(document: IndexedDocument, passages: Iterable<IndexedPassage>): Generator<undefined, AnalysedDocument> {
    return analyseDocument(document, [...passages], this.#analyzer);
  }

  /** Adds a document that was read, or replaces the one with its id. */
  put({ document, language, card, pages }: AnalysedDocument): void {
    this.remove(document.id);
    for (const { page, terms, statement, passages } of pages) {
      const key = pageKey(document.id, page);
      for (const passage of passages) {
        this.#pageOf.set(passage.id, key);
        this.#passages.upsertTerms(passage.id, passage.terms);
      }
      this.#pages.upsertTerms(key, terms);
      this.#pageEntries.set(key, { documentId: document.id, page, passages: passages.map(({ id }) => id) });
      if (statement) this.#statements.set(key, statement);
    }
    this.#cards.set(document.id, card);
    this.#documents.set(document.id, {
      document,
      language,
      pages: pages.map(({ page }) => pageKey(document.id, page)),
    });
  }

  /** Removes a document; does nothing when there is none. */
  remove(documentId: string): void {
    const document = this.#documents.get(documentId);
    if (!document) return;
    for (const key of document.pages) {
      for (const id of this.#pageEntries.get(key)!.passages) {
        this.#pageOf.delete(id);
        this.#passages.delete(id);
      }
      this.#pages.delete(key);
      this.#pageEntries.delete(key);
      this.#statements.delete(key);
    }
    this.#cards.delete(documentId);
    this.#documents.delete(documentId);
  }

  /** Passages of all documents. */
  get size(): number {
    return this.#pageOf.size;
  }

  document(id: string): IndexedDocument | undefined {
    return this.#documents.get(id)?.document;
  }

  /** Of these words, those that no page has, nor the name or title of a document; among some documents, or all. */
  unknown(words: readonly string[], documentIds?: readonly string[]): string[] {
    const among = new Set(documentIds ?? this.#documents.keys());
    const accept = (page: string) => among.has(this.#pageEntries.get(page)!.documentId);
    const names = [...among].map((id) => this.#documents.get(id)?.document);
    // Names of files run words together: "BESTBUY_2023".
    const titles = normalised(names.map((document) => `${document?.name} ${document?.title}`).join(' '));
    return words.filter((word) => {
      const terms = this.#analyzer.queryTerms(word);
      const stands = () => this.#pages.search(terms, { engine: 'bm25', k: 1, accept }).length > 0;
      // What only looks like a function word ("IT") is not indexed.
      return terms.length > 0 && !stands() && !titles.includes(normalised(word));
    });
  }

  /** What the question asks for, and the queries whose nearest passages `rank` wants. */
  analyse(question: string, documentIds?: readonly string[]): QuestionAnalysis {
    const evidence = this.#cards.evidence(question, periodsOf(question), documentIds);
    const language = this.#languageOf(evidence.named ?? documentIds);
    return analyseQuestion(question, { ...evidence, among: documentIds, language });
  }

  /**
   * The best passages, no two of one page while there are other pages.
   * @param dense for each of the analysis' searches, its nearest passages by cosine. Ids that are not here are passed over.
   */
  rank(
    analysis: QuestionAnalysis,
    dense: readonly (readonly ScoredId[])[],
    k: number,
    weights?: RankingWeights,
  ): readonly RankedPassage[] {
    return rankPassages(this.#evidence(analysis, dense), analysis, k, weights).passages;
  }

  /** The same, with the first `limit` candidates of each stage. */
  explain(
    analysis: QuestionAnalysis,
    dense: readonly (readonly ScoredId[])[],
    { k, limit }: { k: number; limit: number },
  ): { passages: readonly RankedPassage[]; stages: RankingStages } {
    const evidence = this.#evidence(analysis, dense);
    const ranking = rankPassages(evidence, analysis, k);
    const places = {
      ofPage: (page: string) => this.#pageEntries.get(page)!,
      ofPassage: (passage: string) => ({ ...this.#pageEntries.get(this.#pageOf.get(passage)!)!, passage }),
    };
    return { passages: ranking.passages, stages: rankingStages({ evidence, analysis, ranking }, places, limit) };
  }

  #evidence(analysis: QuestionAnalysis, dense: readonly (readonly ScoredId[])[]): PassageEvidence {
    const documentOf = (page: string) => this.#pageEntries.get(page)!.documentId;
    const pageOf = (passage: string) => this.#pageOf.get(passage)!;
    const among = analysis.among && new Set(analysis.among);
    const isWanted = (page: string) => !among || among.has(documentOf(page));
    const search = (index: LexicalIndex, terms: readonly string[], pageOfEntry: (id: string) => string) =>
      merged(
        [among, analysis.named && new Set(analysis.named)].map((documents, i) => {
          if (i > 0 && !documents) return [];
          const accept = (id: string) => !documents || documents.has(documentOf(pageOfEntry(id)));
          return index.search(terms, { engine: 'bm25', k: CANDIDATES, accept });
        }),
      );
    const passages = (terms: readonly string[]) => search(this.#passages, terms, pageOf);
    const pages = (terms: readonly string[]) => search(this.#pages, terms, (page) => page);
    const words = this.#analyzer.queryTerms(analysis.words);
    const expansion = this.#analyzer.queryTerms(analysis.expansion);
    return {
      pageOf,
      documentOf,
      passagesOf: (page) => this.#pageEntries.get(page)!.passages,
      bm25: passages(words),
      termsBm25: passages(expansion),
      pageBm25: pages(words),
      termsPageBm25: pages(expansion),
      dense: analysis.queries.map((_, query) => {
        const hits = merged(analysis.searches.map((search, i) => (search.query === query ? (dense[i] ?? []) : [])));
        return hits.filter(({ id }) => this.#pageOf.has(id) && isWanted(pageOf(id)));
      }),
      statements: new Map([...this.#statements].filter(([page]) => isWanted(page))),
    };
  }

  /** The language of these documents, of all when absent; undefined where they differ. */
  #languageOf(documentIds: Iterable<string> = this.#documents.keys()): DocumentLanguage | undefined {
    const languages = new Set([...documentIds].map((id) => this.#documents.get(id)?.language));
    return languages.size === 1 ? [...languages][0] : undefined;
  }
}

/** Rankings by one score over different documents, as one. */
function merged(rankings: readonly (readonly ScoredId[])[]): readonly ScoredId[] {
  const [only, ...others] = rankings.filter((ranking) => ranking.length > 0);
  if (others.length === 0) return only ?? [];
  const scores = new Map([only!, ...others].flat().map(({ id, score }) => [id, score]));
  return [...scores].map(([id, score]) => ({ id, score })).sort(byScore);
}

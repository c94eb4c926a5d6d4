import { type DocumentCard, DocumentCardWriter } from './document-card.ts';
import { type DocumentLanguage, languageOf, type MultilingualAnalyzer } from './languages.ts';
import { type IndexedDocument, type IndexedPassage, indexText } from './passage-text.ts';
import { type StatementPage, statementPage } from './statements.ts';

/** Passages that say in which language a document is written. */
const LANGUAGE_PASSAGES = 100;

interface AnalysedPage {
  /** From 1. */
  readonly page: number;
  readonly terms: readonly string[];
  readonly statement: StatementPage | undefined;
  readonly passages: readonly { readonly id: string; readonly terms: readonly string[] }[];
}

/** A document with all that an index keeps of it. */
export interface AnalysedDocument {
  readonly document: IndexedDocument;
  readonly language: DocumentLanguage;
  readonly card: DocumentCard;
  readonly pages: readonly AnalysedPage[];
}

/** Analyses a document from its passages in order; yields after each page, so that other work can be done between. */
export function* analyseDocument(
  document: IndexedDocument,
  passages: readonly IndexedPassage[],
  analyzer: MultilingualAnalyzer,
): Generator<undefined, AnalysedDocument> {
  const first = passages.slice(0, LANGUAGE_PASSAGES);
  const language = languageOf(first.map(({ text }) => text).join('\n'));
  const writer = new DocumentCardWriter(document);
  const pages: AnalysedPage[] = [];
  for (const [page, own] of Map.groupBy(passages, (passage) => passage.page)) {
    const text = own.map((passage) => passage.text).join('\n');
    writer.read(text);
    pages.push({
      page,
      terms: analyzer.terms(text, language),
      statement: statementPage(text),
      passages: own.map((passage) => ({ id: passage.id, terms: analyzer.terms(indexText(passage), language) })),
    });
    yield;
  }
  return { document, language, card: writer.card(), pages };
}

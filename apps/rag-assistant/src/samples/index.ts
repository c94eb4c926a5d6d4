import { readManuscript } from './documents.ts';
import { writePdf } from './typesetting/write-pdf.ts';

/** A document of the sample company. */
export interface SampleDocument {
  /** Of the file. */
  readonly name: string;
  /** Sets it as a PDF: the same bytes each time. */
  write(): Promise<Buffer>;
}

/** What Brennick Industries, a maker of pumps that exists only here, and its Spanish subsidiary have written down. */
export const SAMPLE_DOCUMENTS: readonly SampleDocument[] = [
  fromMarkup('brennick-travel-and-expenses-policy.pdf', 'travel-and-expenses.md'),
  fromMarkup('brennick-information-security-policy.pdf', 'information-security-policy.md'),
  fromMarkup('arlanza-politica-de-gastos.pdf', 'politica-de-gastos.md'),
];

function fromMarkup(name: string, file: string): SampleDocument {
  return { name, write: () => writePdf(readManuscript(file)) };
}

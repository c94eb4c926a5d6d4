import { annualReport } from './annual-report/report.ts';
import { readManuscript } from './documents.ts';
import type { Manuscript } from './typesetting/blocks.ts';
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
  sample('brennick-annual-report-2025.pdf', annualReport),
];

function fromMarkup(name: string, file: string): SampleDocument {
  return sample(name, () => readManuscript(file));
}

function sample(name: string, manuscript: () => Manuscript): SampleDocument {
  return { name, write: async () => writePdf(manuscript()) };
}

import { annualReport } from './annual-report/report.ts';
import { readManuscript } from './documents.ts';
import { informeAnual } from './informe-anual/informe.ts';
import { quarterlyReport } from './quarterly-report/report.ts';
import type { Manuscript } from './typesetting/blocks.ts';
import { writePdf } from './typesetting/write-pdf.ts';

/** A document of the sample company. */
export interface SampleDocument {
  /** Of the file. */
  readonly name: string;
  /** What it says, before it has pages. */
  manuscript(): Manuscript;
  /** Sets it as a PDF: the same bytes each time. */
  write(): Promise<Buffer>;
}

/** What Brennick Industries, a maker of pumps that exists only here, and its Spanish subsidiary have written down. */
export const SAMPLE_DOCUMENTS: readonly SampleDocument[] = [
  fromMarkup('brennick-employee-handbook.pdf', 'employee-handbook.md'),
  fromMarkup('brennick-travel-and-expenses-policy.pdf', 'travel-and-expenses.md'),
  fromMarkup('brennick-information-security-policy.pdf', 'information-security-policy.md'),
  fromMarkup('brennick-r400-booster-sets-manual.pdf', 'r400-manual.md'),
  fromMarkup('arlanza-politica-de-gastos.pdf', 'politica-de-gastos.md'),
  fromMarkup('arlanza-manual-de-acogida.pdf', 'manual-del-empleado.md'),
  fromMarkup('arlanza-guia-circuladores-k7.pdf', 'guia-serie-k7.md'),
  sample('brennick-quarterly-report-2026-q1.pdf', quarterlyReport),
  sample('brennick-annual-report-2025.pdf', annualReport),
  sample('arlanza-informe-anual-2025.pdf', informeAnual),
];

function fromMarkup(name: string, file: string): SampleDocument {
  return sample(name, () => readManuscript(file));
}

function sample(name: string, manuscript: () => Manuscript): SampleDocument {
  return { name, manuscript, write: async () => writePdf(manuscript()) };
}

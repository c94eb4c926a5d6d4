import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RetrievalSet } from './retrieval-set.ts';

/** Filings with questions and the pages that answer them; not part of the repository. */
const FOLDER = join(import.meta.dirname, '../../../../shared/data/pdf');
const QUESTIONS = join(FOLDER, 'financebench.questions.jsonl');

/**
 * More questions about the four longest of these filings, in FinanceBench's manner. They were written with the pages in
 * view while the ranking was developed, so they say what a change does, not how good it is.
 */
const MORE = join(import.meta.dirname, 'financebench-questions.jsonl');

const line = z.object({
  doc: z.string(),
  question: z.string(),
  /** Pages count from 0. */
  evidence: z.array(z.object({ page: z.int().min(0) })),
});
const developmentLine = z.object({
  document: z.string(),
  question: z.string(),
  /** From 1. */
  pages: z.array(z.int().min(1)),
});

/** FinanceBench (Islam et al. 2023, arXiv:2311.11944), as far as it is here; undefined when it is not. */
export function financeBench(): RetrievalSet | undefined {
  if (!existsSync(QUESTIONS)) return undefined;
  const folder = join(FOLDER, 'financebench');
  return {
    name: 'FinanceBench',
    documents: readdirSync(folder)
      .filter((file) => file.endsWith('.pdf'))
      .sort()
      .map((name) => ({ name, path: join(folder, name) })),
    groups: [
      {
        name: 'FinanceBench',
        questions: linesOf(QUESTIONS, line).map(({ doc, question, evidence }) => {
          const pages = [...new Set(evidence.map(({ page }) => page + 1))];
          return { question, gold: pages.map((page) => ({ document: `${doc}.pdf`, page })) };
        }),
      },
      {
        name: 'development questions on FinanceBench’s filings',
        questions: linesOf(MORE, developmentLine).map(({ document, question, pages }) => {
          return { question, gold: pages.map((page) => ({ document, page })) };
        }),
      },
    ],
  };
}

function linesOf<T>(file: string, schema: z.ZodType<T>): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((text) => schema.parse(JSON.parse(text)));
}

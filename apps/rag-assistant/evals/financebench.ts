import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RetrievalSet } from './retrieval-set.ts';

/** Filings with questions and the pages that answer them; not part of the repository. */
const FOLDER = join(import.meta.dirname, '../../../../shared/data/pdf');
const QUESTIONS = join(FOLDER, 'financebench.questions.jsonl');

const line = z.object({
  doc: z.string(),
  question: z.string(),
  /** Pages count from 0. */
  evidence: z.array(z.object({ page: z.int().min(0) })),
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
    questions: readFileSync(QUESTIONS, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((text) => line.parse(JSON.parse(text)))
      .map(({ doc, question, evidence }) => ({
        question,
        gold: [...new Set(evidence.map(({ page }) => page))].map((page) => ({
          document: `${doc}.pdf`,
          page: page + 1,
        })),
      })),
  };
}

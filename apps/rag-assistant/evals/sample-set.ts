import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FILES = {
  /** Beside the documents; tried and looked at while the service was made. */
  shown: join(import.meta.dirname, '../src/samples/questions.jsonl'),
  /** Written by who knew only the documents, and measured with once: for development since. */
  opened: join(import.meta.dirname, 'answers-opened.jsonl'),
  /** Written by who knew only the documents, to measure what was made. */
  sealed: join(import.meta.dirname, 'answers-sealed.jsonl'),
};

const goldPage = z.object({
  /** Name of the file. */
  document: z.string(),
  /** From 1, in the order of the file, whatever is printed on it. */
  page: z.int().min(1),
  /** Further pages of the document that say the same. */
  also: z.array(z.int().min(1)).optional(),
  /** Words of the page that the answer rests on. */
  evidence: z.string().min(1),
});

const sampleQuestion = z.strictObject({
  id: z.string(),
  question: z.string(),
  /** Questions asked before this one, oldest first. */
  history: z.array(z.string()).optional(),
  language: z.enum(['en', 'es']),
  kind: z.enum(['lookup', 'table', 'ratio', 'policy', 'multi-fact', 'follow-up', 'cross-language', 'false-premise']),
  answerable: z.boolean(),
  /** Empty for a question that the documents do not answer. */
  answer: z.string(),
  /** All of them are needed; empty for a question that the documents do not answer. */
  gold: z.array(goldPage),
  /** Every page that says so, where one is of another document; else gold pages and their `also`. */
  pages: z.array(z.object({ document: z.string(), page: z.int().min(1) })).optional(),
  split: z.enum(['dev', 'test']),
});

export type SampleQuestion = z.infer<typeof sampleQuestion>;

/** A question about the sample company, as evaluations take it. */
export interface SampleCase extends Omit<SampleQuestion, 'pages'> {
  /** Names of the documents that hold the answer. */
  readonly documents: readonly string[];
  /** Every page with the answer or a part of it: gold pages and those that say the same. */
  readonly pages: readonly { readonly document: string; readonly page: number }[];
}

/** Reads the questions about the sample company, all or those of one split. @throws ZodError for a malformed line. */
export function sampleCases(split?: SampleQuestion['split'], file: keyof typeof FILES = 'shown'): SampleCase[] {
  return readFileSync(FILES[file], 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => sampleQuestion.parse(JSON.parse(line)))
    .filter((question) => split === undefined || question.split === split)
    .map((question) => ({
      ...question,
      documents: [...new Set(question.gold.map(({ document }) => document))],
      pages:
        question.pages ??
        question.gold.flatMap(({ document, page, also = [] }) =>
          [page, ...also].map((each) => ({ document, page: each })),
        ),
    }));
}

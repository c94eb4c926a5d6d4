import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentPage, DocumentReader } from '@pareto/contracts';
import { READER_FORMAT } from '@pareto/document-readers';
import { SAMPLE_DOCUMENTS } from '../src/samples/index.ts';
import type { EvaluationDocument, EvaluationQuestion, QuestionSet } from './answers-questions.ts';
import { sampleCases } from './sample-set.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = process.env.PARETO_DATA ?? join(ROOT, '../shared/data');
const DRILL = join(import.meta.dirname, 'answers-drill.jsonl');

/** Where pages are read from, and kept once they were read. */
export interface Corpora {
  readonly reader: DocumentReader;
  readonly cache: string;
}

export const dataPresent = existsSync(join(DATA, 'pdf/financebench.questions.jsonl'));

/**
 * The sample company: both halves of the questions beside its documents have been looked at, and those that were sealed
 * before: they are for development. The sealed ones are the test.
 */
export async function sampleCompany(corpora: Corpora): Promise<QuestionSet> {
  const questions = (['shown', 'opened', 'sealed'] as const).flatMap((file) =>
    sampleCases(undefined, file).map(({ documents: _, ...question }): EvaluationQuestion => {
      return { ...question, split: file === 'sealed' ? 'test' : 'dev' };
    }),
  );
  return { name: 'sample company', documents: await sampleDocuments(corpora), questions };
}

/** Further questions about the sample company, without gold pages, for fitting when to refuse: half of them have no answer. */
export async function drill(corpora: Corpora): Promise<QuestionSet> {
  const rows = records<Pick<EvaluationQuestion, 'id' | 'question' | 'answer' | 'answerable'>>(DRILL);
  const questions = rows.map((row) => ({ ...row, gold: [], split: 'dev' as const }));
  return { name: 'sample company, drill', documents: await sampleDocuments(corpora), questions };
}

async function sampleDocuments(corpora: Corpora): Promise<EvaluationDocument[]> {
  const documents: EvaluationDocument[] = [];
  for (const sample of SAMPLE_DOCUMENTS) documents.push(await read(sample.name, await sample.write(), corpora));
  return documents;
}

/** FinanceBench: each question asked of its document, and once more of another company's, which cannot answer it. */
export async function financeBench(corpora: Corpora): Promise<QuestionSet> {
  type Row = { id: string; question: string; answer: string; doc: string; evidence: { page: number }[] };
  const rows = records<Row>(join(DATA, 'pdf/financebench.questions.jsonl'));
  const names = [...new Set(rows.map(({ doc }) => doc))].sort();
  const documents: EvaluationDocument[] = [];
  for (const name of names) {
    const path = join(DATA, 'pdf/financebench', `${name}.pdf`);
    documents.push(await read(`${name}.pdf`, readFileSync(path), corpora));
  }
  const company = (name: string) => name.split('_')[0];
  const questions = rows.flatMap(({ id, question, answer, doc, evidence }, i): EvaluationQuestion[] => {
    const split = i % 2 === 0 ? 'dev' : 'test';
    const others = names.filter((name) => company(name) !== company(doc));
    const wrong = others[i % others.length]!;
    const gold = evidence.map(({ page }) => ({ document: `${doc}.pdf`, page: page + 1 }));
    const common = { question, split } as const;
    return [
      { ...common, id, answer, gold, answerable: true, documentIds: [`${doc}.pdf`] },
      { ...common, id: `${id}-elsewhere`, answer: '', gold: [], answerable: false, documentIds: [`${wrong}.pdf`] },
    ];
  });
  return { name: 'FinanceBench', documents, questions };
}

async function read(name: string, bytes: Buffer, { reader, cache }: Corpora): Promise<EvaluationDocument> {
  const key = createHash('sha256').update(bytes).update(String(READER_FORMAT)).digest('hex').slice(0, 16);
  const folder = join(cache, 'pages');
  const file = join(folder, `${key}.json`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${key}-${name}`);
    writeFileSync(path, bytes);
    const pages: DocumentPage[] = [];
    for await (const page of reader.read(path)) pages.push(page);
    writeFileSync(file, JSON.stringify(pages));
  }
  return { id: name, name, pages: JSON.parse(readFileSync(file, 'utf8')) as DocumentPage[] };
}

function records<T>(file: string): T[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

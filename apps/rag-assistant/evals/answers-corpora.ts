import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DocumentPage, DocumentReader } from '@pareto/contracts';
import { SAMPLE_DOCUMENTS } from '../src/samples/index.ts';
import type { EvaluationDocument, EvaluationQuestion, QuestionSet } from './answers-questions.ts';
import { sampleCases } from './sample-set.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = process.env.PARETO_DATA ?? join(ROOT, '../shared/data');
const DRILL = join(import.meta.dirname, 'answers-drill.jsonl');
/** Of the pages of documentation beside those with an answer, every third is enough to be in the way. */
const KEPT_PAGES = 3;

/** Where pages are read from, and kept once they were read. */
export interface Corpora {
  readonly reader: DocumentReader;
  readonly cache: string;
}

export const dataPresent = existsSync(join(DATA, 'pdf/financebench.questions.jsonl'));

/** The sample company: questions with and without an answer, split by whoever wrote them. */
export async function sampleCompany(corpora: Corpora): Promise<QuestionSet> {
  const questions = sampleCases().map(({ documents: _, ...question }) => question);
  return { name: 'sample company', documents: await sampleDocuments(corpora), questions };
}

/** Further questions about the sample company, without gold pages, for setting thresholds: half of them have no answer. */
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

/** Pages of documentation: each question asked with the page that answers it, and without. */
export async function documentationPages(corpora: Corpora): Promise<QuestionSet> {
  type Row = { question: string; answer: string; gold: string[] };
  const pages = gunzipSync(readFileSync(join(DATA, 'docs/aws.docs.jsonl.gz')))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; text: string });
  const rows = records<Row>(join(DATA, 'docs/aws.questions.jsonl')).filter(({ gold }) =>
    pages.some(({ id }) => id === gold[0]),
  );
  const golden = new Set(rows.flatMap(({ gold }) => gold));
  const guides = new Set([...golden].map((id) => id.split('/')[0]));
  const near = pages.filter(({ id }) => guides.has(id.split('/')[0]));
  const kept = near.filter(({ id }, i) => golden.has(id) || i % KEPT_PAGES === 0);
  const documents: EvaluationDocument[] = [];
  for (const [i, { id, text }] of kept.entries()) {
    // Without the names of its files, of which some hold the maker's.
    documents.push({ ...(await read(`page-${i}.md`, Buffer.from(text), corpora)), id });
  }
  const ids = documents.map(({ id }) => id);
  const questions = rows.flatMap(({ question, answer, gold }, i): EvaluationQuestion[] => {
    const common = { question, split: i % 2 === 0 ? 'dev' : 'test' } as const;
    const places = gold.flatMap((document) => pagesOf(documents, document).map((page) => ({ document, page })));
    return [
      { ...common, id: `aws-${i}`, answer, gold: places, answerable: true },
      {
        ...common,
        id: `aws-${i}-removed`,
        answer: '',
        gold: [],
        answerable: false,
        documentIds: ids.filter((id) => !gold.includes(id)),
      },
    ];
  });
  return { name: 'AWS documentation', documents, questions };
}

function pagesOf(documents: readonly EvaluationDocument[], wanted: string): number[] {
  return documents.find(({ id }) => id === wanted)?.pages.map(({ number }) => number) ?? [];
}

async function read(name: string, bytes: Buffer, { reader, cache }: Corpora): Promise<EvaluationDocument> {
  const key = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
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

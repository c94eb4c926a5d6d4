import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '@pareto/evaluation';
import type { Language } from '../src/index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = process.env.PARETO_DATA ?? join(ROOT, '../shared/data');

export interface EvaluationDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface EvaluationQuery {
  readonly id: string;
  readonly text: string;
  /** Relevance grades by document id. */
  readonly grades: ReadonlyMap<string, number>;
}

export interface EvaluationCollection {
  readonly name: string;
  readonly language: Language;
  readonly documents: readonly EvaluationDocument[];
  readonly queries: readonly EvaluationQuery[];
}

/** Queries drawn from a collection that would give thousands. */
const MAX_QUERIES = 200;
const SEED = 7;
const MAX_ISSUE_CHARACTERS = 4_000;
const MIN_SECTION_CHARACTERS = 200;
const README_PACKAGES = ['fastify', 'zod', 'pino', 'undici', 'ajv', 'fast-check', 'openai', 'apache-arrow', 'helmet'];

export const dataPresent = existsSync(join(DATA, 'retrieval/cisi.docs.jsonl'));

/** The collections that settings are chosen on. They differ in length, language, genre and kind of question. */
export const COLLECTIONS: Readonly<Record<string, () => EvaluationCollection>> = {
  cisi,
  'aws-questions': awsQuestions,
  'issue-titles': issueTitles,
  'readme-headings': readmeHeadings,
  'sts-en': () => similarSentences('en'),
  'sts-es': () => similarSentences('es'),
  'banking-intents': bankingIntents,
};

/** Abstracts of library science with long questions; many relevant documents to each. */
function cisi(): EvaluationCollection {
  const documents = records<EvaluationDocument>('retrieval/cisi.docs.jsonl');
  const judgements = records<{ query: string; doc: string; relevance: number }>('retrieval/cisi.qrels.jsonl');
  const judged = Map.groupBy(judgements, ({ query }) => query);
  const queries = records<{ id: string; text: string }>('retrieval/cisi.queries.jsonl').flatMap(({ id, text }) => {
    const grades = new Map(judged.get(id)?.map(({ doc, relevance }) => [doc, relevance]));
    return grades.size > 0 ? [{ id, text, grades }] : [];
  });
  return { name: 'cisi', language: 'en', documents, queries };
}

/** Pages of documentation, some very long, and questions that one page answers. */
function awsQuestions(): EvaluationCollection {
  const documents = records<{ id: string; text: string }>('docs/aws.docs.jsonl.gz').map((page) => ({
    ...page,
    title: '',
  }));
  const ids = new Set(documents.map(({ id }) => id));
  const questions = records<{ question: string; gold: string[] }>('docs/aws.questions.jsonl');
  const queries = questions.flatMap(({ question, gold }, i) => {
    const grades = new Map(gold.filter((id) => ids.has(id)).map((id) => [id, 1]));
    return grades.size > 0 ? [{ id: String(i), text: question, grades }] : [];
  });
  return { name: 'aws-questions', language: 'en', documents, queries };
}

/** Known-item search: the title of an issue, and the bodies of all. */
function issueTitles(): EvaluationCollection {
  const issues = records<{ title: string; body: string | null }>('tickets/github-issues.train.jsonl')
    .map(({ title, body }, i) => ({ id: String(i), query: title, text: (body ?? '').slice(0, MAX_ISSUE_CHARACTERS) }))
    .filter(({ text }) => text.length >= MIN_SECTION_CHARACTERS);
  return knownItems('issue-titles', 'en', issues);
}

/** Known-item search: the heading of a section of a package's documentation, and the sections without headings. */
function readmeHeadings(): EvaluationCollection {
  const sections = README_PACKAGES.flatMap((name) => {
    const folder = join(ROOT, 'node_modules', name);
    if (!existsSync(folder)) return [];
    return markdownFiles(folder).flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split(/^(?=#{1,6} )/m)
        .flatMap((section, i) => {
          const [heading = '', ...lines] = section.split('\n');
          const text = lines.join('\n').trim();
          const query = `${name} ${heading.replace(/[#`*_<>]|\(.*?\)|\[|\]/g, ' ').trim()}`;
          return text.length >= MIN_SECTION_CHARACTERS ? [{ id: `${name}/${file}/${i}`, query, text }] : [];
        }),
    );
  });
  return knownItems('readme-headings', 'en', sections);
}

/** One sentence asks for another that people judged (nearly) equivalent: at least 4 of 5. */
function similarSentences(language: 'en' | 'es'): EvaluationCollection {
  const pairs = records<{ a: string; b: string; score: number }>(`similarity/stsb.${language}.dev.jsonl`);
  const documents = [...new Set(pairs.map(({ b }) => b))].map((text, i) => ({ id: String(i), title: '', text }));
  const idOf = new Map(documents.map(({ id, text }) => [text, id]));
  const alike = Map.groupBy(
    pairs.filter(({ a, b, score }) => score >= 4 && a !== b),
    ({ a }) => a,
  );
  const queries = [...alike].map(([text, group], i) => {
    return { id: String(i), text, grades: new Map(group.map(({ b }) => [idOf.get(b)!, 1])) };
  });
  return { name: `sts-${language}`, language, documents, queries: sample(queries, MAX_QUERIES) };
}

/** A customer's question asks for others with the same intent. */
function bankingIntents(): EvaluationCollection {
  const questions = sample(
    records<{ text: string; label: string }>('tickets/banking77.train.jsonl'),
    2_000 + MAX_QUERIES,
  );
  const documents = questions
    .slice(MAX_QUERIES)
    .map(({ text, label }, i) => ({ id: String(i), title: '', text, label }));
  const queries = questions.slice(0, MAX_QUERIES).map(({ text, label }, i) => {
    const same = documents.filter((document) => document.label === label);
    return { id: String(i), text, grades: new Map(same.map(({ id }) => [id, 1])) };
  });
  return { name: 'banking-intents', language: 'en', documents, queries };
}

function knownItems(
  name: string,
  language: Language,
  items: readonly { id: string; query: string; text: string }[],
): EvaluationCollection {
  const documents = items.map(({ id, text }) => ({ id, title: '', text }));
  const queries = sample(items, MAX_QUERIES).map(({ id, query }) => ({ id, text: query, grades: new Map([[id, 1]]) }));
  return { name, language, documents, queries };
}

/** A seeded sample, so that every run measures the same queries. */
function sample<T>(items: readonly T[], size: number): T[] {
  const random = seededRandom(SEED);
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, size)
    .map(({ item }) => item);
}

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/(^|\/)(node_modules|changelog|history)\b/i.test(file))
    .sort();
}

export function records<T>(file: string): T[] {
  const bytes = readFileSync(join(DATA, file));
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

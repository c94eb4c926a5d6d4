/**
 * Whether the right page is found: chunk sizes, engines, and the ranking of the service with each kind of evidence
 * taken away, over all documents of a set at once and within the right one.
 *
 *     node apps/rag-assistant/evals/retrieval.ts        prints the tables
 */
import { join } from 'node:path';
import type { DocumentPage, DocumentReader } from '@pareto/contracts';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { average, bootstrapInterval, type Section } from '@pareto/evaluation';
import { locateModel } from '@pareto/model-store';
import { fuseScores, type QuestionAnalysis, RANKING_WEIGHTS, type RankingWeights, zScore } from '@pareto/retrieval';
import { CachedEmbedder } from './cached-embedder.ts';
import { financeBench } from './financebench.ts';
import {
  type Corpus,
  lengthened,
  readSet,
  type StructuredCorpus,
  structuredCorpus,
  windowCorpus,
} from './retrieval-corpus.ts';
import { type QuestionGroup, type RetrievalQuestion, type RetrievalSet, sampleCompany } from './retrieval-set.ts';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
const WINDOW_WORDS = 180;
const PASSAGE_TOKENS = [96, 160, 224];
/** The size that the service cuts by (`ingestion/passage-cutter.ts`), of which pieces are taken away. */
const DEFAULT_TOKENS = 160;
const CANDIDATES = 200;
const DEPTH = 10;

type Documents = ReadonlyMap<string, readonly DocumentPage[]>;

/** Ranks pages, keys of `document#page`, best first. */
type Engine = (question: string, documents: readonly string[] | undefined) => Promise<string[]>;

const key = ({ document, page }: { document: string; page: number }) => `${document}#${page}`;

/** Engines that know passages only. */
function plainEngines(corpus: Corpus, embedder: CachedEmbedder): Record<string, Engine> {
  const pagesOf = (ranking: readonly { id: string }[]) => [...new Set(ranking.map(({ id }) => key(corpus.place(id))))];
  const byWords = (question: string, documents: readonly string[] | undefined) =>
    corpus.words.search(question, {
      engine: 'bm25',
      k: CANDIDATES,
      accept: (id) => !documents || documents.includes(corpus.place(id).document),
    });
  const byMeaning = async (question: string, documents: readonly string[] | undefined) => {
    const [vector] = await embedder.embed([question]);
    return corpus.nearest(vector!, documents, CANDIDATES);
  };
  return {
    BM25: async (question, documents) => pagesOf(byWords(question, documents)),
    MiniLM: async (question, documents) => pagesOf(await byMeaning(question, documents)),
    'their sum': async (question, documents) => {
      const rankings = [byWords(question, documents), await byMeaning(question, documents)];
      return pagesOf(
        fuseScores(
          rankings.map((ranking) => ({ ranking, weight: 1 })),
          zScore,
        ),
      );
    },
  };
}

/** The ranking of the service, or what is left of it. */
function ours(
  corpus: StructuredCorpus,
  embedder: CachedEmbedder,
  { weights = {}, adapt = (analysis) => analysis }: Partial<Variant> = {},
): Engine {
  return async (question, documents) => {
    const analysis = adapt(corpus.index.analyse(question, documents), question, documents);
    const vectors = await embedder.embed(analysis.queries);
    const dense = analysis.searches.map(({ query, documents: among }) =>
      corpus.nearest(vectors[query]!, among, CANDIDATES),
    );
    const ranked = corpus.index.rank(analysis, dense, DEPTH, { ...RANKING_WEIGHTS, ...weights });
    return ranked.map(({ id }) => key(corpus.place(id)));
  };
}

interface Variant {
  readonly weights: Partial<RankingWeights>;
  readonly adapt: (
    analysis: QuestionAnalysis,
    question: string,
    documents: readonly string[] | undefined,
  ) => QuestionAnalysis;
}

/** What is taken away, one at a time. */
const VARIANTS: Record<string, Partial<Variant>> = {
  'without statements': { weights: { statement: 0 } },
  'without the lexicon’s lines': { weights: { cosineTerms: 0, bm25Terms: 0, pageBm25Terms: 0 } },
  'without whole pages': { weights: { bm25: 0.5, pageBm25: 0, bm25Terms: 0.2, pageBm25Terms: 0 } },
  'without documents': {
    weights: { document: 0 },
    adapt: (analysis, _, documents) => ({
      ...analysis,
      named: undefined,
      searches: analysis.queries.map((_query, query) => ({ query, documents })),
    }),
  },
  'with the question as asked': {
    adapt: (analysis, question) => ({
      ...analysis,
      words: question,
      queries: [question, ...analysis.queries.slice(1)],
    }),
  },
  'without meaning': { weights: { cosine: 0, cosineTerms: 0 } },
  'without words': { weights: { bm25: 0, pageBm25: 0, bm25Terms: 0, pageBm25Terms: 0 } },
};

interface Row {
  readonly passages: string;
  readonly engine: string;
  readonly rank: Engine;
}

async function enginesOf(documents: Documents, embedder: CachedEmbedder, sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  const add = (passages: string, engines: Record<string, Engine>) => {
    for (const [engine, rank] of Object.entries(engines)) rows.push({ passages, engine, rank });
  };
  add(`${WINDOW_WORDS} words`, plainEngines(await windowCorpus(documents, WINDOW_WORDS, embedder), embedder));
  for (const tokens of sizes) {
    const corpus = await structuredCorpus(documents, tokens, embedder);
    const variants = tokens === DEFAULT_TOKENS ? Object.entries(VARIANTS) : [];
    add(`${tokens} tokens`, {
      ...plainEngines(corpus, embedder),
      ours: ours(corpus, embedder),
      ...Object.fromEntries(variants.map(([name, variant]) => [`ours ${name}`, ours(corpus, embedder, variant)])),
    });
  }
  return rows;
}

/** What of one question's gold pages stands where. */
interface Outcome {
  /** From 1; infinite when none of them is among the first ten. */
  readonly first: number;
  /** Share of them among the first five. */
  readonly share: number;
}

async function outcomeOf(rank: Engine, { question, gold }: RetrievalQuestion, isWithin: boolean): Promise<Outcome> {
  const documents = [...new Set(gold.map(({ document }) => document))];
  const pages = (await rank(question, isWithin ? documents : undefined)).slice(0, DEPTH);
  const places = gold.map((page) => pages.indexOf(key(page)) + 1 || Number.POSITIVE_INFINITY);
  return { first: Math.min(...places), share: places.filter((place) => place <= 5).length / places.length };
}

/** One table for each set, group of questions and scope. */
export async function evaluateRetrieval(
  sets: readonly RetrievalSet[],
  { reader, embedder }: { reader: DocumentReader; embedder: OnnxTextEmbedder },
): Promise<Section[]> {
  const sections: Section[] = [];
  const cached = new CachedEmbedder(embedder);
  for (const set of sets) {
    const documents = await readSet(set, reader);
    const engines = await enginesOf(documents, cached, PASSAGE_TOKENS);
    for (const group of set.groups) {
      for (const isWithin of [false, true]) {
        const measured = new Measurement();
        for (const row of engines) await measured.add(row, group.questions, isWithin);
        const scope = isWithin ? 'within the right document' : 'over all documents';
        sections.push(measured.section(`${group.name}, ${scope}`, group));
      }
      if (set.name === 'FinanceBench') sections.push(await withinLongReports(group, documents, cached));
    }
  }
  return sections;
}

/** Each question within a report that is as long as all documents together: what is hard about annual reports. */
async function withinLongReports(
  group: QuestionGroup,
  documents: Documents,
  embedder: CachedEmbedder,
): Promise<Section> {
  const measured = new Measurement();
  for (const name of documents.keys()) {
    const questions = group.questions.filter(({ gold }) => gold.some(({ document }) => document === name));
    if (questions.length === 0) continue;
    const engines = await enginesOf(lengthened(documents, name), embedder, [DEFAULT_TOKENS]);
    for (const row of engines) await measured.add(row, questions, true);
  }
  return measured.section(`${group.name}, within a report lengthened by the pages of all others`, group);
}

/** Where each engine has put the pages. */
class Measurement {
  readonly #rows = new Map<string, { passages: string; engine: string; outcomes: Outcome[] }>();

  async add(
    { passages, engine, rank }: Row,
    questions: readonly RetrievalQuestion[],
    isWithin: boolean,
  ): Promise<void> {
    const row = this.#rows.get(`${passages} ${engine}`) ?? { passages, engine, outcomes: [] };
    this.#rows.set(`${passages} ${engine}`, row);
    for (const question of questions) row.outcomes.push(await outcomeOf(rank, question, isWithin));
  }

  section(title: string, { questions }: QuestionGroup): Section {
    return sectionOf(`Right page: ${title}`, questions.length, [...this.#rows.values()]);
  }
}

function sectionOf(
  title: string,
  questions: number,
  measured: readonly { passages: string; engine: string; outcomes: readonly Outcome[] }[],
): Section {
  const hits = (outcomes: readonly Outcome[], k: number) => outcomes.map(({ first }) => (first <= k ? 1 : 0));
  const interval = (values: readonly number[]) => {
    const { mean, low, high } = bootstrapInterval(values);
    return `${mean.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  };
  return {
    title,
    notes: [
      `${questions} questions; 95 % bootstrap intervals. A hit is a page with the answer or a part of it; pages count ` +
        'once. "All@5" is the share of a question’s pages among the first five.',
    ],
    columns: ['passages', 'engine', 'hit@1', 'hit@5', 'hit@10', 'MRR@10', 'all@5'],
    rows: measured.map(({ passages, engine, outcomes }) => [
      passages,
      engine,
      average(hits(outcomes, 1)).toFixed(2),
      interval(hits(outcomes, 5)),
      average(hits(outcomes, 10)).toFixed(2),
      interval(outcomes.map(({ first }) => 1 / first)),
      average(outcomes.map(({ share }) => share)).toFixed(2),
    ]),
    data: measured.map(({ passages, engine, outcomes }) => ({
      passages,
      engine,
      ranks: outcomes.map(({ first }) => (Number.isFinite(first) ? first : null)),
    })),
  };
}

if (import.meta.main) {
  const { folder } = await locateModel('all-minilm-l6-v2', MODELS);
  const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: folder });
  await using reader = new ProcessDocumentReader();
  await using sample = await sampleCompany();
  const filings = financeBench();
  const sections = await evaluateRetrieval([...(filings ? [filings] : []), sample], { reader, embedder });
  for (const { title, notes, columns, rows } of sections) {
    const table = [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
    console.log([`\n## ${title}\n`, ...notes, '', ...table].join('\n'));
  }
  await embedder.close();
}

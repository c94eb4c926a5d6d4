import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { average, overlapAtK, type Section, summarize } from '@pareto/evaluation';
import { COLLECTIONS } from '../evals/collections.ts';
import { Analyzer, LexicalIndex } from '../src/index.ts';
import { Peer } from './peer.ts';

const FOLDER = join(import.meta.dirname, '../../../.data/bench');
const REPEATS = 5;
const K = 10;
/** As in src/weighting.ts. */
const PARAMETERS = { k1: 1.2, b: 0.75 };
const PASSAGE_TERMS = 80;
const PASSAGES = 100_000;
/** Queries of one turn; the slow peer gets fewer, or its turns would take minutes. */
const SLOW_PEER_QUERIES = 16;

interface Workload {
  readonly name: string;
  readonly documents: readonly string[][];
  readonly queries: readonly string[][];
}

/** BM25 in memory against two Python libraries: the same terms, the same parameters, one thread each, turn by turn. */
export default async function bench(): Promise<Section> {
  const figures = [];
  for (const workload of workloads()) figures.push(await measure(workload));
  return {
    title: 'BM25: queries a second, indexing and memory',
    notes: [
      `Top ${K} of one query at a time on one thread; ${REPEATS} turns each, interleaved; median (least to most).`,
      'All get the same terms, analysed beforehand; ours also reads them from a string, in every query.',
      'bm25s (on NumPy) scores at indexing time (its "lucene" method), so it cannot add or remove a document; ours can. It gets its queries as one batch.',
      `rank-bm25 answers ${SLOW_PEER_QUERIES} queries a turn. Memory of the peers is the growth of their process while indexing, ours what the index holds after garbage collection.`,
      'Agreement is the overlap of the first 10 with those of bm25s, which uses the same formula.',
    ],
    columns: ['collection', 'documents', 'library', 'queries/s', 'ours is', 'indexing s', 'MB', 'agreement'],
    rows: figures.flatMap(rowsOf),
    data: figures,
  };
}

type Figures = Awaited<ReturnType<typeof measure>>;

function rowsOf({ name, documents, results }: Figures) {
  const ours = results[0]!.queriesPerSecond.median;
  return results.map(({ library, queriesPerSecond: { median, min, max }, indexingSeconds, mb, agreement }) => [
    name,
    documents,
    library,
    `${round(median)} (${round(min)} to ${round(max)})`,
    library === 'ours' ? '' : `× ${(ours / median).toPrecision(2)}`,
    indexingSeconds.toFixed(1),
    mb.toFixed(0),
    agreement === undefined ? '' : agreement.toFixed(3),
  ]);
}

async function measure({ name, documents, queries }: Workload) {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, 'bm25.json');
  writeFileSync(file, JSON.stringify({ documents, queries }));
  const peers = { 'rank-bm25': new Peer('rank-bm25'), bm25s: new Peer('bm25s') };
  try {
    const ours = build(documents);
    const slow = await peers['rank-bm25'].load(file, PARAMETERS);
    const fast = await peers.bm25s.load(file, PARAMETERS);
    const rates: Record<'ours' | keyof typeof peers, number[]> = { ours: [], 'rank-bm25': [], bm25s: [] };
    const texts = queries.map((query) => query.join(' '));
    let agreement = 0;
    // The first turn of each is for warming up.
    for (let turn = 0; turn <= REPEATS; turn += 1) {
      const started = performance.now();
      const answers = texts.map((text) => ours.index.search(text, { engine: 'bm25', k: K }).map(({ id }) => id));
      const seconds = (performance.now() - started) / 1_000;
      const bm25s = await peers.bm25s.run(queries.length, K);
      const rankBm25 = await peers['rank-bm25'].run(SLOW_PEER_QUERIES, K);
      if (turn === 0) continue;
      rates.ours.push(queries.length / seconds);
      rates.bm25s.push(queries.length / bm25s.seconds);
      rates['rank-bm25'].push(Math.min(SLOW_PEER_QUERIES, queries.length) / rankBm25.seconds);
      agreement = average(answers.map((answer, i) => overlapAtK(answer, bm25s.answers[i]!.map(String), K)));
    }
    return {
      name,
      documents: documents.length,
      results: [
        { library: 'ours', ...ours, index: undefined, agreement, queriesPerSecond: summarize(rates.ours) },
        { library: 'bm25s', ...asBuilt(fast), queriesPerSecond: summarize(rates.bm25s), agreement: undefined },
        {
          library: 'rank-bm25',
          ...asBuilt(slow),
          queriesPerSecond: summarize(rates['rank-bm25']),
          agreement: undefined,
        },
      ],
    };
  } finally {
    for (const peer of Object.values(peers)) peer.close();
    rmSync(file);
  }
}

function asBuilt({ seconds, mb }: { seconds: number; mb: number }) {
  return { indexingSeconds: seconds, mb };
}

function build(documents: readonly string[][]) {
  const texts = documents.map((terms) => terms.join(' '));
  const before = heldBytes();
  const started = performance.now();
  const index = new LexicalIndex({ language: 'none' });
  texts.forEach((text, i) => {
    index.upsert(String(i), text);
  });
  const indexingSeconds = (performance.now() - started) / 1_000;
  return { index, indexingSeconds, mb: (heldBytes() - before) / 2 ** 20 };
}

/** Memory in use once what nobody refers to is collected: the process keeps more, for other things too. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function workloads(): Workload[] {
  const analyzer = new Analyzer('en');
  const cisi = COLLECTIONS.cisi!();
  const aws = COLLECTIONS['aws-questions']!();
  const terms = ({ text, title = '' }: { text: string; title?: string }) => analyzer.terms(`${title}\n${text}`);
  return [
    { name: 'CISI abstracts', documents: cisi.documents.map(terms), queries: cisi.queries.map(terms) },
    { name: 'AWS pages', documents: aws.documents.map(terms), queries: aws.queries.map(terms) },
    { name: 'AWS passages', documents: passagesOf(aws.documents.map(terms)), queries: aws.queries.map(terms) },
  ];
}

/** Overlapping windows of the pages' terms, as many as asked for. */
function passagesOf(pages: readonly string[][]): string[][] {
  const total = pages.reduce((sum, page) => sum + page.length, 0);
  const step = Math.max(1, Math.floor(total / PASSAGES));
  return pages
    .flatMap((page) =>
      Array.from({ length: Math.ceil(page.length / step) }, (_, i) => page.slice(i * step, i * step + PASSAGE_TERMS)),
    )
    .slice(0, PASSAGES);
}

function round(rate: number): string {
  return Number(rate.toPrecision(3)).toLocaleString('en');
}

import {
  average,
  bootstrapInterval,
  type Interval,
  ndcgAtK,
  pairedDifference,
  recallAtK,
  reciprocalRankAtK,
  type Section,
} from '@pareto/evaluation';
import { COLLECTIONS } from '../evals/collections.ts';
import { type RankedQuery, rankedCollection } from '../evals/rankings.ts';
import { fuseHybrid, fuseScores, HYBRID_CANDIDATES, zScore } from '../src/index.ts';

const K = 10;
const RECALL_K = 100;
/** What the rankers should reach on CISI; the plain sum of z-scores over all documents was the figure to beat. */
const GOALS: Readonly<Record<string, number>> = { bm25: 0.385, minilm: 0.415, hybrid: 0.455 };

const RANKERS: Readonly<Record<string, (query: RankedQuery) => readonly { readonly id: string }[]>> = {
  bm25: ({ bm25 }) => bm25,
  tfidf: ({ tfidf }) => tfidf,
  minilm: ({ dense }) => dense,
  hybrid: ({ bm25, dense }) => fuseHybrid(bm25.slice(0, HYBRID_CANDIDATES), dense.slice(0, HYBRID_CANDIDATES)),
  'plain z-score sum': ({ bm25, dense }) =>
    fuseScores(
      [bm25, dense].map((ranking) => ({ ranking, weight: 1 })),
      zScore,
    ),
};

/** How well each ranker of the library finds what is relevant, in several collections. */
export default async function bench(): Promise<Section> {
  const measured = [await measure('cisi', 'fp32')];
  for (const name of Object.keys(COLLECTIONS)) measured.push(await measure(name, 'int8'));
  const cisi = measured[1]!.rankers;
  return {
    title: 'Retrieval quality',
    notes: [
      `nDCG@${K} with its 95 % bootstrap interval over queries, MRR@${K}, recall@${RECALL_K}. A document is scored by its best passage of at most 254 tokens.`,
      ...Object.entries(GOALS).map(([ranker, goal]) => {
        const { mean } = cisi[ranker]!.ndcg;
        return `CISI, ${ranker}: ${mean.toFixed(3)}, goal ${goal}${mean < goal ? ': MISSED' : ''}.`;
      }),
      'Titles of issues, headings and sentences are known-item searches; intents count every question of the same intent as relevant.',
      'How fusion was chosen, with every alternative: fusion.md.',
    ],
    columns: [
      'collection',
      'documents',
      'queries',
      'ranker',
      `nDCG@${K}`,
      `MRR@${K}`,
      `recall@${RECALL_K}`,
      'against hybrid',
    ],
    rows: measured.flatMap(({ name, documents, queries, rankers }) =>
      Object.entries(rankers).map(([ranker, { ndcg, mrr, recall, hybridAhead }]) => [
        name,
        documents,
        queries,
        ranker,
        range(ndcg),
        mrr.toFixed(3),
        recall.toFixed(3),
        ranker === 'hybrid' ? '' : `${signed(-hybridAhead.mean)} (p = ${hybridAhead.p.toFixed(3)})`,
      ]),
    ),
    data: measured,
  };
}

async function measure(name: string, precision: 'fp32' | 'int8') {
  const ranked = await rankedCollection(name, precision);
  await ranked.close();
  const { queries, collection } = ranked;
  const ndcgOf = (ranker: string) =>
    queries.map((query) => ndcgAtK(idsOf(RANKERS[ranker]!(query), K), query.grades, K));
  const hybrid = ndcgOf('hybrid');
  const rankers = Object.entries(RANKERS).map(([ranker, rank]) => {
    const ndcg = ndcgOf(ranker);
    const figures = {
      ndcg: bootstrapInterval(ndcg),
      mrr: average(queries.map((query) => reciprocalRankAtK(idsOf(rank(query), K), query.grades, K))),
      recall: average(queries.map((query) => recallAtK(idsOf(rank(query), RECALL_K), query.grades, RECALL_K))),
      hybridAhead: pairedDifference(hybrid, ndcg),
    };
    return [ranker, figures] as const;
  });
  return {
    name: `${name}, MiniLM ${precision}`,
    documents: collection.documents.length,
    queries: queries.length,
    rankers: Object.fromEntries(rankers),
  };
}

function idsOf(ranking: readonly { readonly id: string }[], k: number): string[] {
  return ranking.slice(0, k).map(({ id }) => id);
}

function range({ mean, low, high }: Interval): string {
  return `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

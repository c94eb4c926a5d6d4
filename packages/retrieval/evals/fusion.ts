/**
 * Compares ways to fuse a ranking by words with one by meaning, on every collection of `collections.ts`, and says how
 * a choice made on all collections but one does on the one left out.
 *
 *     node packages/retrieval/evals/fusion.ts        writes docs/benchmarks/fusion.{json,md}
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { average, bootstrapInterval, ndcgAtK, pairedDifference } from '@pareto/evaluation';
import {
  fuseHybrid,
  fuseRanks,
  fuseScores,
  HYBRID_CANDIDATES,
  minMax,
  type Normalisation,
  theoreticalMinMax,
  zScore,
} from '../src/index.ts';
import { COLLECTIONS } from './collections.ts';
import { type RankedQuery, rankedCollection } from './rankings.ts';

const REPORT = join(import.meta.dirname, '../../../docs/benchmarks/fusion');
const K = 10;
const DEPTHS = [50, 100, 200, 400];
const DENSE_WEIGHTS = [0.4, 0.5, 0.55, 0.6, 0.7];
const DEFAULT = 'hybrid';

type Fusion = (query: RankedQuery) => readonly { readonly id: string }[];

const SINGLE: Record<string, Fusion> = {
  bm25: (query) => query.bm25,
  tfidf: (query) => query.tfidf,
  minilm: (query) => query.dense,
};

/** Every candidate for the default, by a name that says its settings. */
const FUSIONS: Record<string, Fusion> = {
  [DEFAULT]: ({ bm25, dense }) => fuseHybrid(bm25.slice(0, HYBRID_CANDIDATES), dense.slice(0, HYBRID_CANDIDATES)),
  ...rankFusions(),
  ...scoreFusions('z-score', zScore, zScore),
  ...scoreFusions('min-max', minMax, minMax),
  ...scoreFusions('theoretical min-max', theoreticalMinMax(0), theoreticalMinMax(-1)),
};

function rankFusions(): Record<string, Fusion> {
  const fusions = [10, 60].map((constant): [string, Fusion] => [
    `RRF ${constant}, 100 candidates`,
    ({ bm25, dense }) =>
      fuseRanks(
        [bm25, dense].map((ranking) => ({ ranking: ranking.slice(0, 100), weight: 0.5 })),
        constant,
      ),
  ]);
  return Object.fromEntries(fusions);
}

/** Weighted sums; each ranking is normalised by its own rule first, which leaves `fuseScores` nothing to scale. */
function scoreFusions(name: string, byWords: Normalisation, byMeaning: Normalisation): Record<string, Fusion> {
  const fusions = DEPTHS.flatMap((depth) =>
    DENSE_WEIGHTS.map((weight): [string, Fusion] => [
      `${name}, ${depth} candidates, MiniLM ${weight}`,
      ({ bm25, dense }) => {
        const [words, meaning] = [bm25.slice(0, depth), dense.slice(0, depth)];
        return fuseScores(
          [
            { ranking: scaled(words, byWords), weight: 1 - weight },
            { ranking: scaled(meaning, byMeaning), weight },
          ],
          () => (score) => score,
        );
      },
    ]),
  );
  return Object.fromEntries(fusions);
}

function scaled(ranking: RankedQuery['bm25'], normalise: Normalisation) {
  const scale = normalise(ranking);
  return ranking.map(({ id, score }) => ({ id, score: scale(score) }));
}

/** nDCG@10 of every query, by ranker or fusion. */
async function measure(name: string): Promise<Record<string, number[]>> {
  const ranked = await rankedCollection(name, 'int8');
  await ranked.close();
  return Object.fromEntries(
    Object.entries({ ...SINGLE, ...FUSIONS }).map(([setting, fuse]) => [
      setting,
      ranked.queries.map((query) =>
        ndcgAtK(
          fuse(query)
            .slice(0, K)
            .map(({ id }) => id),
          query.grades,
          K,
        ),
      ),
    ]),
  );
}

const names = Object.keys(COLLECTIONS);
const measured: Record<string, Record<string, number[]>> = {};
for (const name of names) measured[name] = await measure(name);

const meanOver = (setting: string, collections: readonly string[]) =>
  average(collections.map((name) => average(measured[name]![setting]!)));
const best = (collections: readonly string[]) =>
  Object.keys(FUSIONS).reduce((a, b) => (meanOver(b, collections) > meanOver(a, collections) ? b : a));

const leftOut = names.map((name) => {
  const choice = best(names.filter((other) => other !== name));
  return { name, choice, ndcg: meanOver(choice, [name]), hybrid: meanOver(DEFAULT, [name]) };
});
const intervals = names.map((name) => {
  const { bm25, minilm, hybrid } = measured[name]!;
  return {
    name,
    bm25: bootstrapInterval(bm25!),
    minilm: bootstrapInterval(minilm!),
    hybrid: bootstrapInterval(hybrid!),
    overBest: pairedDifference(hybrid!, average(bm25!) > average(minilm!) ? bm25! : minilm!),
  };
});
const settings = [...Object.keys(SINGLE), ...Object.keys(FUSIONS)].map((setting) => ({
  setting,
  ndcg: Object.fromEntries(names.map((name) => [name, meanOver(setting, [name])])),
  mean: meanOver(setting, names),
}));

writeFileSync(`${REPORT}.json`, `${JSON.stringify({ k: K, settings, leftOut, intervals }, null, 2)}\n`);
writeFileSync(`${REPORT}.md`, report());

function report(): string {
  const figure = (value: number) => value.toFixed(3);
  const range = ({ mean, low, high }: { mean: number; low: number; high: number }) =>
    `${figure(mean)} (${figure(low)} to ${figure(high)})`;
  const table = (columns: string[], rows: string[][]) =>
    [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const shown = [...settings].sort((a, b) => b.mean - a.mean);
  return `# Fusing BM25 with MiniLM

nDCG@${K} of \`packages/retrieval/evals/fusion.ts\` on seven collections; MiniLM int8, a document scored by its best passage.
\`hybrid\` is the default of the library (\`fuseHybrid\`). Intervals are 95 % by bootstrap over queries.

${table(
  ['collection', 'queries', 'BM25', 'MiniLM', 'hybrid', 'hybrid over the better of the two'],
  intervals.map((row) => [
    row.name,
    String(measured[row.name]![DEFAULT]!.length),
    range(row.bm25),
    range(row.minilm),
    range(row.hybrid),
    `${range(row.overBest)}, p = ${row.overBest.p.toFixed(3)}`,
  ]),
)}

## Leaving one collection out

The best setting of all other collections, and what it reaches on the one left out.

${table(
  ['left out', 'chosen on the others', 'reaches', 'hybrid reaches'],
  leftOut.map(({ name, choice, ndcg, hybrid }) => [name, choice, figure(ndcg), figure(hybrid)]),
)}

## Every setting, best mean first

${table(
  ['setting', ...names, 'mean'],
  shown.map(({ setting, ndcg, mean }) => [setting, ...names.map((name) => figure(ndcg[name]!)), figure(mean)]),
)}
`;
}

/**
 * Fits when a search should say that it found nothing to the purpose.
 *
 * Queries with an answer are those of each collection; queries without are those of the other collections, and
 * CLINC150's out-of-scope questions. Of each collection's queries every second one is for fitting, the others measure
 * what was fitted; the report also fits without each collection in turn and measures on that collection.
 *
 *     node packages/retrieval/evals/fit-threshold.ts     writes src/relevance-model.ts and docs/benchmarks/relevance.{json,md}
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { average, quantile } from '@pareto/evaluation';
import { relevanceFeatures } from '../src/relevance.ts';
import { COLLECTIONS, type EvaluationQuery, records } from './collections.ts';
import { type Example, fitLogistic, type LogisticModel, logit } from './logistic-regression.ts';
import { rankedCollection } from './rankings.ts';

/** Of the queries with an answer, how many may be called hopeless in any collection. */
const ACCEPTED_LOSS = 0.02;
const FOREIGN_QUERIES = 60;
const MODEL_FILE = join(import.meta.dirname, '../src/relevance-model.ts');
const REPORT = join(import.meta.dirname, '../../../docs/benchmarks/relevance');
/** Spanish is left out: MiniLM was trained on English, and its cosines mean something else there. */
const NAMES = Object.keys(COLLECTIONS).filter((name) => COLLECTIONS[name]!().language === 'en');

interface Observation {
  readonly collection: string;
  /** The collection that the query was written for. */
  readonly source: string;
  readonly isAnswerable: boolean;
  readonly isForFitting: boolean;
  /** Share, log terms, cosine. */
  readonly features: readonly number[];
}

type Kind = 'lexical' | 'semantic';
type Threshold = LogisticModel & { readonly threshold: number };

async function observe(name: string): Promise<Observation[]> {
  const ranked = await rankedCollection(name, 'int8');
  const outOfScope = records<{ text: string }>('tickets/clinc150.oos_val.jsonl');
  const asQuery = ({ text }: { text: string }): EvaluationQuery => ({ id: text, text, grades: new Map() });
  const sources: [string, readonly EvaluationQuery[]][] = [
    ...NAMES.map((other): [string, readonly EvaluationQuery[]] => {
      const { queries } = COLLECTIONS[other]!();
      return [other, other === name ? queries : queries.slice(0, FOREIGN_QUERIES)];
    }),
    ['out-of-scope', outOfScope.map(asQuery)],
  ];
  const observations: Observation[] = [];
  for (const [source, queries] of sources) {
    (await ranked.rank(queries)).forEach(({ text, bm25, dense }, i) => {
      const evidence = {
        bm25: bm25[0]?.score ?? 0,
        ceiling: ranked.index.ceiling(text),
        cosine: dense[0]?.score ?? 0,
      };
      observations.push({
        collection: name,
        source,
        isAnswerable: source === name,
        isForFitting: i % 2 === 0,
        features: relevanceFeatures(evidence),
      });
    });
  }
  await ranked.close();
  return observations;
}

const featuresFor = (kind: Kind, { features }: Observation) => (kind === 'lexical' ? features.slice(0, 2) : features);

/** Every collection counts alike, and so do its queries with and without an answer. */
function fit(observations: readonly Observation[], kind: Kind): Threshold {
  const groupOf = ({ collection, isAnswerable }: Observation) => `${collection} ${isAnswerable}`;
  const groups = Map.groupBy(observations, groupOf);
  const examples = observations.map((observation): Example => {
    return {
      features: featuresFor(kind, observation),
      isPositive: observation.isAnswerable,
      weight: 1 / groups.get(groupOf(observation))!.length,
    };
  });
  const model = fitLogistic(examples);
  const answerable = Map.groupBy(
    observations.filter(({ isAnswerable }) => isAnswerable),
    ({ collection }) => collection,
  );
  const cuts = [...answerable.values()].map((group) => {
    const logits = group.map((observation) => logit(model, featuresFor(kind, observation)));
    return quantile(
      logits.sort((a, b) => a - b),
      ACCEPTED_LOSS,
    );
  });
  return { ...model, threshold: Math.min(...cuts) };
}

/** Shares of queries, with an answer and without, that are called hopeless. */
function operatingPoint(model: Threshold, kind: Kind, observations: readonly Observation[]) {
  const shareCalledHopeless = (isAnswerable: boolean) => {
    const group = observations.filter((observation) => observation.isAnswerable === isAnswerable);
    return average(
      group.map((observation) => (logit(model, featuresFor(kind, observation)) < model.threshold ? 1 : 0)),
    );
  };
  return { answerable: shareCalledHopeless(true), unanswerable: shareCalledHopeless(false) };
}

const observations: Observation[] = [];
for (const name of NAMES) observations.push(...(await observe(name)));

const models = { lexical: threshold('lexical'), semantic: threshold('semantic') };

function threshold(kind: Kind) {
  const model = fit(
    observations.filter(({ isForFitting }) => isForFitting),
    kind,
  );
  const points = NAMES.map((name) => {
    const here = observations.filter(({ collection }) => collection === name);
    const elsewhere = observations.filter(({ collection, source }) => collection !== name && source !== name);
    return {
      name,
      heldOutQueries: operatingPoint(
        model,
        kind,
        here.filter(({ isForFitting }) => !isForFitting),
      ),
      leftOut: operatingPoint(fit(elsewhere, kind), kind, here),
    };
  });
  return { model, points };
}

const rounded = (value: number) => Number(value.toFixed(4));
const constant = ({ model: { intercept, weights, threshold } }: { model: Threshold }) =>
  `{ intercept: ${rounded(intercept)}, weights: [${weights.map(rounded).join(', ')}], threshold: ${rounded(threshold)} }`;
writeFileSync(
  MODEL_FILE,
  `/** Written by \`evals/fit-threshold.ts\`, which says how; not to be edited by hand. Weights of the features of \`relevance.ts\`. */
export const RELEVANCE_MODEL = {
  lexical: ${constant(models.lexical)},
  semantic: ${constant(models.semantic)},
} as const;
`,
);

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const rows = (['semantic', 'lexical'] as const).flatMap((kind) =>
  models[kind].points.map(({ name, heldOutQueries, leftOut }) => [
    kind,
    name,
    ...[heldOutQueries, leftOut].flatMap(({ answerable, unanswerable }) => [
      percent(answerable),
      percent(unanswerable),
    ]),
  ]),
);
writeFileSync(`${REPORT}.json`, `${JSON.stringify({ acceptedLoss: ACCEPTED_LOSS, models }, null, 2)}\n`);
writeFileSync(
  `${REPORT}.md`,
  `# When a search says that it found nothing to the purpose

Shares of queries that \`hasNoRelevantResult\` calls hopeless, of those with an answer in the collection (should be 0) and
of those without (should be 100 %): \`packages/retrieval/evals/fit-threshold.ts\`. "Held-out queries": half of each
collection's queries fitted the model, the other half is counted. "Collection left out": fitted without the collection
and its queries, counted on it. Queries without an answer are about other subjects; a near miss is harder than that.

| engines | collection | held out: with answer | without | left out: with answer | without |
|---|---|---:|---:|---:|---:|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

\`semantic\` decides for the engines that embed the query, \`lexical\` for BM25 and TF-IDF.
`,
);

/**
 * Fits when a question is refused, and when the best sentences may be quoted as its answer.
 *
 * Questions are those of the sample company, with and without an answer, and FinanceBench's, asked of their filing and of
 * another company's, which cannot answer them. The dev half of each set fits the model and its thresholds, the test half
 * measures them.
 *
 *     node apps/rag-assistant/evals/answers-threshold.ts
 *         writes packages/grounding/src/answerability-model.ts and docs/benchmarks/answerability.{json,md}
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { bootstrapInterval, quantile } from '@pareto/evaluation';
import { answerabilityFeatures } from '@pareto/grounding';
import {
  type Example,
  fitLogistic,
  type LogisticModel,
  logit,
} from '../../../packages/retrieval/evals/logistic-regression.ts';
import { evidenceOf } from '../src/asking/matter.ts';
import { readPassages } from '../src/asking/reading.ts';
import { drill, financeBench, sampleCompany } from './answers-corpora.ts';
import { EvaluationLibrary } from './answers-library.ts';
import type { EvaluationQuestion } from './answers-questions.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MODEL_FILE = join(ROOT, 'packages/grounding/src/answerability-model.ts');
const REPORT = join(ROOT, 'docs/benchmarks/answerability');
const CACHE = join(tmpdir(), 'pareto-answers');
/** Of the questions with an answer in any set, how many may be refused before anything is tried. */
const ACCEPTED_LOSS = 0.1;
/** Of the questions without one, how many may be answered with quotations that nothing else checks. */
const ACCEPTED_QUOTES = 0.1;
/** Features that need no comparison of sentences in meaning. */
const OF_WORDS = 7;

interface Observation {
  readonly set: string;
  readonly split: EvaluationQuestion['split'];
  readonly isAnswerable: boolean;
  readonly features: readonly number[];
}

type Kind = 'words' | 'meaning';
type Thresholds = LogisticModel & { readonly threshold: number; readonly sure: number };

async function observe(): Promise<Observation[]> {
  const modelFolder = join(ROOT, '.data/models/all-minilm-l6-v2');
  const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder, precision: 'int8' });
  await using reader = new ProcessDocumentReader();
  const observations: Observation[] = [];
  for (const load of [sampleCompany, drill, financeBench]) {
    const { name, documents, questions } = await load({ reader, cache: CACHE });
    const library = await EvaluationLibrary.build(documents, embedder, CACHE);
    const { signal } = new AbortController();
    // What a follow-up refers to is not what is measured here.
    for (const { question, documentIds, split, answerable } of questions.filter(({ history }) => !history)) {
      const some = library.of(documentIds);
      const passages = await some.retrieve(question, signal);
      const readings = await readPassages(passages, some);
      const evidence = await evidenceOf(question, passages, readings, some, signal);
      const features = answerabilityFeatures(question, readings, evidence);
      observations.push({ set: name, split, isAnswerable: answerable, features });
    }
    console.error(`${name}: ${questions.length} questions`);
  }
  await embedder.close();
  return observations;
}

const featuresFor = (kind: Kind, { features }: Observation) =>
  kind === 'words' ? features.slice(0, OF_WORDS) : features;
const groupOf = ({ set, isAnswerable }: Observation) => `${set} ${isAnswerable}`;

/** Every set counts alike, and so do its questions with and without an answer. More evidence never counts against. */
function fit(observations: readonly Observation[], kind: Kind): Thresholds {
  const groups = Map.groupBy(observations, groupOf);
  const examples = observations.map((observation): Example => {
    const weight = 10 / groups.get(groupOf(observation))!.length;
    return { features: featuresFor(kind, observation), isPositive: observation.isAnswerable, weight };
  });
  const model = fitNonNegative(examples);
  const logits = (isAnswerable: boolean) =>
    observations
      .filter((observation) => observation.isAnswerable === isAnswerable)
      .map((observation) => logit(model, featuresFor(kind, observation)))
      .sort((a, b) => a - b);
  const threshold = quantile(logits(true), ACCEPTED_LOSS);
  return { ...model, threshold, sure: Math.max(threshold, quantile(logits(false), 1 - ACCEPTED_QUOTES)) };
}

/** Fits without the features that get a negative weight, the most negative first. */
function fitNonNegative(examples: readonly Example[], left = examples[0]!.features.map((_, i) => i)): LogisticModel {
  const model = fitLogistic(
    examples.map((example) => ({ ...example, features: left.map((i) => example.features[i]!) })),
  );
  const worst = model.weights.indexOf(Math.min(...model.weights));
  if (model.weights[worst]! < 0)
    return fitNonNegative(
      examples,
      left.filter((_, i) => i !== worst),
    );
  const weights = examples[0]!.features.map((_, i) => (left.includes(i) ? model.weights[left.indexOf(i)]! : 0));
  return { intercept: model.intercept, weights };
}

const observations = await observe();
writeFileSync(join(CACHE, 'observations.json'), JSON.stringify(observations));
const dev = observations.filter(({ split }) => split === 'dev');
const models = { words: fit(dev, 'words'), meaning: fit(dev, 'meaning') };

const rounded = (value: number) => Number(value.toFixed(4));
const constant = ({ intercept, weights, threshold, sure }: Thresholds) =>
  `{ intercept: ${rounded(intercept)}, weights: [${weights.map(rounded).join(', ')}], threshold: ${rounded(threshold)}, sure: ${rounded(sure)} }`;
writeFileSync(
  MODEL_FILE,
  `/** Written by \`apps/rag-assistant/evals/answers-threshold.ts\`, which says how; not to be edited by hand. Weights of the features of \`answerability.ts\`. */
export const ANSWERABILITY_MODEL = {
  words: ${constant(models.words)},
  meaning: ${constant(models.meaning)},
} as const;
`,
);

const share = (values: readonly number[]) => {
  const { mean, low, high } = bootstrapInterval(values);
  return values.length === 0
    ? ''
    : `${(100 * mean).toFixed(0)} % (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)}), n ${values.length}`;
};

/** Shares of questions below and above the thresholds, each with its 95 % bootstrap interval. */
function points(kind: Kind, split: EvaluationQuestion['split'], set?: string): string[] {
  const here = observations.filter(
    (observation) => observation.split === split && (set === undefined || observation.set === set),
  );
  const model = models[kind];
  const flags = (isAnswerable: boolean, isWrong: (value: number) => boolean) =>
    here
      .filter((observation) => observation.isAnswerable === isAnswerable)
      .map((observation) => (isWrong(logit(model, featuresFor(kind, observation))) ? 1 : 0));
  return [
    share(flags(true, (value) => value < model.threshold)),
    share(flags(false, (value) => value >= model.threshold)),
    share(flags(true, (value) => value < model.sure)),
    share(flags(false, (value) => value >= model.sure)),
  ];
}

const sets = [...new Set(observations.map(({ set }) => set))];
const rows = (['meaning', 'words'] as const).flatMap((kind) => [
  ...sets.map((set) => [kind, set, 'test', ...points(kind, 'test', set)]),
  [kind, 'all', 'test', ...points(kind, 'test')],
  [kind, 'all', 'dev', ...points(kind, 'dev')],
]);
writeFileSync(
  `${REPORT}.json`,
  `${JSON.stringify({ acceptedLoss: ACCEPTED_LOSS, acceptedQuotes: ACCEPTED_QUOTES, models, rows }, null, 2)}\n`,
);
writeFileSync(
  `${REPORT}.md`,
  `# When a question is refused before anything is written

\`answerability\` of \`packages/grounding\`, fitted and measured by \`apps/rag-assistant/evals/answers-threshold.ts\`. Below the
first threshold a question is refused; between the two, only what the model writes and the pages bear out is an answer;
above the second the best sentences may be quoted where that fails. With 95 % bootstrap intervals.

| features | questions | split | with an answer, refused | without, not refused | with an answer, not quotable | without, quotable |
|---|---|---|---:|---:|---:|---:|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

- The dev half of each set fitted the model and its thresholds, the test half is measured.
- Questions without an answer: the sample company's own, and FinanceBench's, asked of another company's filing.
- \`meaning\` knows also how near the best sentence is to the question; \`words\` is for callers without an embedder.
`,
);
process.exit(0);

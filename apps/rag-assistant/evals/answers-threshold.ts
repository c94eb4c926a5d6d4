/**
 * Fits when a question is refused, before and after the model has read, and when sentences may be quoted as its answer.
 *
 * Questions are those of the sample company, with and without an answer, and FinanceBench's, asked of their filing and of
 * another company's, which cannot answer them; of each the part for development. What is reported is cross-validated; the
 * sealed questions are for `npm run eval -- rag answers`.
 *
 *     node apps/rag-assistant/evals/answers-threshold.ts [minutes]
 *         starts text-generation, asks it for so many minutes (60) what it makes of questions that it was not asked before,
 *         and writes packages/grounding/src/answerability-model.ts and docs/benchmarks/answerability.{json,md}
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenAiCompatibleChatModel } from '@pareto/chat-models/hosted';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { bootstrapInterval } from '@pareto/evaluation';
import { answerabilityFeatures, languageOf } from '@pareto/grounding';
import { startApp } from '../bench/service-process.ts';
import { MAX_EXCERPT_TOKENS } from '../src/asking/ask.ts';
import { excerptsFor } from '../src/asking/excerpts.ts';
import { gather } from '../src/asking/matter.ts';
import { answerMessages } from '../src/prompts/answer.ts';
import {
  crossValidated,
  type FitOptions,
  type FittedAnswerability,
  fitAnswerability,
  type Judgement,
  type Observation,
} from './answerability-fit.ts';
import { dataPresent, drill, financeBench, sampleCompany } from './answers-corpora.ts';
import { EvaluationLibrary } from './answers-library.ts';
import { Declines } from './declines.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MODEL = 'qwen2.5-coder-1.5b-instruct-q4_k_m';
const MODEL_FILE = join(ROOT, 'packages/grounding/src/answerability-model.ts');
const REPORT = join(ROOT, 'docs/benchmarks/answerability');
const CACHE = join(tmpdir(), 'pareto-answers');
const OPTIONS: Readonly<Record<'retrieved' | 'read', FitOptions>> = {
  retrieved: { loss: 0.03, unread: 0.2, quoted: 0.05 },
  // Of what was known before, words and names that no document has still add to what the model makes of it.
  read: { loss: 0.17, unread: 0.2, quoted: 0.03, using: [2, 8, 9] },
};
type Stage = keyof typeof OPTIONS;
/** Features that are known before the model has read. */
const RETRIEVED = 9;

async function observe(declines: Declines): Promise<Observation[]> {
  const modelFolder = join(ROOT, '.data/models/all-minilm-l6-v2');
  const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder, precision: 'int8' });
  await using reader = new ProcessDocumentReader();
  const observations: Observation[] = [];
  const { signal } = new AbortController();
  for (const load of [...(dataPresent ? [financeBench] : []), sampleCompany, drill]) {
    const { name, documents, questions } = await load({ reader, cache: CACHE });
    const library = await EvaluationLibrary.build(documents, embedder, CACHE);
    // What a follow-up refers to is not what is measured here. In an order of chance, since time may end before they do.
    const own = questions
      .filter(({ history, split }) => !history && split === 'dev')
      .map((question) => ({ ...question, draw: createHash('sha256').update(question.id).digest('hex') }))
      .sort((a, b) => (a.draw < b.draw ? -1 : 1));
    for (const { question, documentIds, answerable } of own) {
      const { readings, ranked, evidence } = await gather(question, library.of(documentIds), signal);
      const excerpts = excerptsFor(question, ranked, readings, MAX_EXCERPT_TOKENS);
      const declined = await declines.of(
        answerMessages(question, excerpts, languageOf(question), { mayDecline: true }),
        signal,
      );
      const features = answerabilityFeatures(question, readings, { ...evidence, declined });
      observations.push({ set: name, isAnswerable: answerable, features });
    }
    console.error(`${name}: ${own.length} questions`);
  }
  await embedder.close();
  return observations;
}

mkdirSync(CACHE, { recursive: true });
const server = await startApp('text-generation', { EMBEDDER: 'none' });
const chat = new OpenAiCompatibleChatModel({
  kind: 'openai-compatible',
  baseUrl: `${server.url}/v1`,
  model: MODEL,
  server: 'pareto',
  timeoutMs: 120_000,
});
const minutes = Number(process.argv[2] ?? 60);
const declines = new Declines(chat, join(CACHE, 'declines.json'), Date.now() + minutes * 60_000);
const all = await observe(declines).finally(() => server.stop());
writeFileSync(join(CACHE, 'observations.json'), JSON.stringify(all));
const observations: Readonly<Record<Stage, readonly Observation[]>> = {
  retrieved: all.map((observation) => ({ ...observation, features: observation.features.slice(0, RETRIEVED) })),
  read: all.filter(({ features }) => features.length > RETRIEVED),
};
const models: Readonly<Record<Stage, FittedAnswerability>> = {
  retrieved: fitAnswerability(observations.retrieved, OPTIONS.retrieved),
  read: fitAnswerability(observations.read, OPTIONS.read),
};

const rounded = (value: number) => Number(value.toFixed(4));
const constant = ({ intercept, weights, threshold, likely, sure }: FittedAnswerability) =>
  `{
    intercept: ${rounded(intercept)},
    weights: [${weights.map(rounded).join(', ')}],
    threshold: ${rounded(threshold)},
    likely: ${rounded(likely)},
    sure: ${rounded(sure)},
  }`;
writeFileSync(
  MODEL_FILE,
  `/** Written by \`apps/rag-assistant/evals/answers-threshold.ts\`, which says how; not to be edited by hand. Weights of the features of \`answerability.ts\`. */
export const ANSWERABILITY_MODEL = {
  retrieved: ${constant(models.retrieved)},
  read: ${constant(models.read)},
} as const;
`,
);

const share = (values: readonly number[]) => {
  const { mean, low, high } = bootstrapInterval(values);
  return values.length === 0
    ? ''
    : `${(100 * mean).toFixed(0)} % (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)}), n ${values.length}`;
};

/** Shares of questions below and above thresholds that were fitted without them, with 95 % bootstrap intervals. */
function points(stage: Stage, set: string): string[] {
  const judged = crossValidated(observations[stage], OPTIONS[stage]).filter((other) => other.set === set);
  const flags = (isAnswerable: boolean, isWrong: (judgement: Judgement) => boolean) =>
    share(judged.filter((other) => other.isAnswerable === isAnswerable).map((other) => (isWrong(other) ? 1 : 0)));
  return [
    flags(true, ({ value, threshold }) => value < threshold),
    flags(false, ({ value, threshold }) => value >= threshold),
    flags(true, ({ value, likely }) => value < likely),
    flags(false, ({ value, likely }) => value >= likely),
    flags(true, ({ value, sure }) => value < sure),
    flags(false, ({ value, sure }) => value >= sure),
  ];
}

const sets = [...new Set(all.map(({ set }) => set))];
const rows = (['retrieved', 'read'] as const).flatMap((stage) =>
  sets.map((set) => [stage, set, ...points(stage, set)]),
);
writeFileSync(`${REPORT}.json`, `${JSON.stringify({ options: OPTIONS, models, rows }, null, 2)}\n`);
writeFileSync(
  `${REPORT}.md`,
  `# When a question is refused

\`answerability\` of \`packages/grounding\`, fitted and measured by \`apps/rag-assistant/evals/answers-threshold.ts\`: \`retrieved\`
before the model is asked, \`read\` once its first token tells how likely it is to say "Not stated". Below the threshold a
question is refused. Where no model reads, the best sentences are quoted if it is likely; where nothing that the model
wrote is borne out, if it is sure. Shares of questions with 95 % bootstrap intervals; what the check of each sentence
refuses comes on top.

| stage | questions | with an answer, refused | without, not refused | with, not likely | without, likely | with, not sure | without, sure |
|---|---|---:|---:|---:|---:|---:|---:|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

- Each tenth of the questions is judged by models and thresholds fitted on the others.
- What the model makes of a question takes seconds: \`read\` has those that it was asked in the time given.
- Questions without an answer: the sample company's own, and FinanceBench's, asked of another company's filing.
`,
);
process.exit(0);

import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { appProcess } from '@pareto/contract-tests/app-process';
import type { ChatModel } from '@pareto/contracts';
import type { Section } from '@pareto/evaluation';
import { type Asker, agentAsker, modelFrom, plainAsker } from './askers.ts';
import { awsCorpus, type Corpus, packagesCorpus, ROOT } from './corpora.ts';
import { comparison, inventedIn, type Measure, type Row } from './measures.ts';
import { awsQuestions, type GoldQuestion, type PackageSet, packageQuestions } from './question-set.ts';
import { toolChoice } from './tool-choice.ts';

export interface PartOptions {
  /** Questions at most. */
  readonly limit: number | undefined;
  readonly set: PackageSet;
  /** Only these of the askers; all when empty. */
  readonly askers: readonly string[];
}

export type Part = (options: PartOptions) => Promise<Section[]>;

export const PARTS: Readonly<Record<string, Part>> = { aws, packages, tools };

const DATA = join(ROOT, '.data/evals/docs-agent');

const COMMON_GOALS = { 'answers with an invented name': { most: 0 } } as const;
const AWS_GOALS: Readonly<Record<string, Measure['goal']>> = {
  ...COMMON_GOALS,
  'a right page first': { least: 0.8 },
  'a right page among the first five': { least: 0.97 },
  'a right page cited': { least: 0.85 },
  'yes or no right': { least: 0.88 },
};
const PACKAGE_GOALS: Readonly<Record<string, Measure['goal']>> = {
  ...COMMON_GOALS,
  'a right page cited': { least: 0.85 },
  'abstained, of the unanswerable': { least: 0.85 },
  'abstained, of the answerable': { most: 0.1 },
};
const NOTES = [
  '"plain" is the same search, its four best excerpts and one prompt to the same model; its answer is not checked.',
  'Intervals are 95 % bootstrap intervals over questions.',
  'An invented name is a word of the answer that looks like code and stands in no document word for word; blocks of code aside.',
];

async function aws({ limit, askers }: PartOptions): Promise<Section[]> {
  await using corpus = await awsCorpus();
  if (!corpus) throw new Error('the set of AWS is absent: PARETO_DATA names its folder');
  const questions = awsQuestions().slice(0, limit);
  const notes = ['One choice of the ranking was made on these 40 questions (see the README).', ...NOTES];
  return [await compared('Docs agent: 3,000 pages of AWS', corpus, questions, { askers, goals: AWS_GOALS, notes })];
}

async function packages({ limit, set, askers }: PartOptions): Promise<Section[]> {
  await using corpus = await packagesCorpus();
  const questions = packageQuestions(set).slice(0, limit);
  const split =
    set === 'sealed'
      ? 'Written without the service, and asked only to measure it.'
      : 'Choices were made on these questions: they measure nothing.';
  const title = `Docs agent: the packages of this repository, ${set} questions`;
  return [await compared(title, corpus, questions, { askers, goals: PACKAGE_GOALS, notes: [split, ...NOTES] })];
}

async function tools({ limit }: PartOptions): Promise<Section[]> {
  return withModel(async (model) => [await toolChoice(model, limit)]);
}

async function compared(
  title: string,
  corpus: Corpus,
  questions: readonly GoldQuestion[],
  {
    askers: wanted,
    goals,
    notes,
  }: { askers: readonly string[]; goals: Readonly<Record<string, Measure['goal']>>; notes: readonly string[] },
): Promise<Section> {
  return withModel(async (model) => {
    const all = [agentAsker(corpus, model), plainAsker(corpus, model)];
    const askers = wanted.length > 0 ? all.filter(({ name }) => wanted.includes(name)) : all;
    const results = askers.map((asker) => ({ asker: asker.name, rows: [] as Row[] }));
    for (const question of questions) {
      for (const [i, asker] of askers.entries()) results[i]!.rows.push(await asked(asker, question, corpus));
    }
    return comparison(title, results, goals, notes);
  });
}

async function asked(asker: Asker, question: GoldQuestion, corpus: Corpus): Promise<Row> {
  const reply = await asker.ask(question);
  const row = { question, reply, invented: inventedIn(reply.answer, question.question, corpus.holds) };
  // For a person who wants to know why: texts of sets that may not be passed on stay on this machine.
  mkdirSync(DATA, { recursive: true });
  appendFileSync(join(DATA, 'answers.jsonl'), `${JSON.stringify({ asker: asker.name, ...row })}\n`);
  console.error(
    `${question.id} ${asker.name}: ${(reply.totalMs / 1_000).toFixed(1)} s${reply.abstained ? ', abstained' : ''}`,
  );
  return row;
}

/** The model server that LLM_BASE_URL names, or one of this repository for as long as the work takes. */
async function withModel<Result>(work: (model: ChatModel) => Promise<Result>): Promise<Result> {
  if (process.env.LLM_BASE_URL) return work(modelFrom(process.env.LLM_BASE_URL));
  const environment = {
    ...process.env,
    DATA_DIR: join(DATA, 'text-generation'),
    MODELS_DIR: process.env.MODELS_DIR ?? join(ROOT, '.data/models'),
    EMBEDDER: 'none',
    LIMITS: 'off',
    LOG_LEVEL: 'error',
  };
  const server = await appProcess(join(ROOT, 'apps/text-generation'), { environment, showsErrors: true });
  await server.start();
  try {
    return await work(modelFrom(`${server.url}/v1`));
  } finally {
    await server.stop();
  }
}

import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessDocumentReader } from '@pareto/document-readers';
import { bootstrapInterval, type Section, scoreAnswer } from '@pareto/evaluation';
import { z } from 'zod';
import { UNANSWERED } from '../src/asking/refusal.ts';
import { answererOf } from './answers.ts';
import { sampleCompany } from './answers-corpora.ts';
import type { GivenAnswer } from './answers-run.ts';

const QUESTIONS = join(import.meta.dirname, 'two-facts.jsonl');
const NOTES = Object.values(UNANSWERED);

const twoFacts = z.object({
  id: z.string(),
  question: z.string(),
  /** How the facts are asked for: with two question words, with one for both, in two sentences, … */
  form: z.string(),
  /** Whether the documents tell both facts, one of them, or none. */
  answerable: z.enum(['both', 'half', 'none']),
  facts: z.array(
    z.object({
      /** Empty where the documents do not tell. */
      answer: z.string(),
      /** Pages that tell it, any of which will do. */
      gold: z.array(z.object({ document: z.string(), page: z.number(), evidence: z.string() })),
    }),
  ),
  split: z.enum(['dev', 'test']),
});
type TwoFacts = z.infer<typeof twoFacts>;

export interface FactsOptions {
  readonly split: 'dev' | 'test';
  readonly limit?: number | undefined;
  readonly modelUrl: string;
  readonly onQuestion: (id: string) => void;
}

/** Questions about the sample company that ask for two facts or three: which of them are told, and from which page. */
export async function factsSection(options: FactsOptions, signal: AbortSignal): Promise<Section> {
  await using reader = new ProcessDocumentReader();
  const cache = join(tmpdir(), 'pareto-answers');
  const answerer = await answererOf(await sampleCompany({ reader, cache }), { modelUrl: options.modelUrl }, cache);
  const questions = readFileSync(QUESTIONS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => twoFacts.parse(JSON.parse(line)));
  const rows = [];
  for (const question of questions.filter(({ split }) => split === options.split).slice(0, options.limit)) {
    const { id, question: text, split } = question;
    const given = await answerer({ id, question: text, answer: '', gold: [], answerable: true, split }, signal);
    rows.push({ question, given, outcomes: outcomesOf(question, given) });
    options.onQuestion(id);
  }
  return sectionOf(rows, options.split);
}

interface Outcome {
  readonly isTold: boolean;
  readonly isCited: boolean;
}

/** Of each fact that the documents tell. */
function outcomesOf({ facts }: TwoFacts, { answer, abstained, citations }: GivenAnswer): Outcome[] {
  const lines = answer.split('\n').filter((line) => !NOTES.some((note) => line.startsWith(note)));
  const told = abstained ? '' : lines.join('\n');
  return facts.flatMap(({ answer: gold, gold: pages }) => {
    if (gold === '') return [];
    const isCited = citations.some((cited) =>
      pages.some((at) => at.document === cited.document && at.page === cited.page),
    );
    return { isTold: told !== '' && scoreAnswer(told, gold).isCorrect, isCited };
  });
}

function sectionOf(
  rows: readonly { question: TwoFacts; given: GivenAnswer; outcomes: readonly Outcome[] }[],
  split: string,
): Section {
  const flags = (values: readonly boolean[]) => values.map((value) => (value ? 1 : 0));
  const of = (answerable: TwoFacts['answerable']) => rows.filter(({ question }) => question.answerable === answerable);
  const facts = rows.flatMap(({ outcomes }) => outcomes);
  const measures: Record<string, number[]> = {
    'facts told rightly': flags(facts.map(({ isTold }) => isTold)),
    'facts with their page cited': flags(facts.map(({ isCited }) => isCited)),
    'questions with every fact right, of those with all': flags(
      of('both').map(({ outcomes }) => outcomes.every(({ isTold }) => isTold)),
    ),
    'refused, of those with all': flags(of('both').map(({ given }) => given.abstained)),
    'refused, of those with none': flags(of('none').map(({ given }) => given.abstained)),
    'whole answer, s': rows.map(({ given }) => given.totalMs / 1_000),
  };
  return {
    title: `Two facts at once: sample company, ${split}`,
    notes: [
      `${rows.length} questions, asked in process, of the default model; 95 % bootstrap intervals.`,
      'A fact is told when all numbers of its gold answer stand in the answer, or most of its words where it has none.',
    ],
    columns: ['measure', 'mean', '95 % interval', 'of'],
    rows: Object.entries(measures).map(([name, values]) => {
      const { mean, low, high } = bootstrapInterval(values);
      return [name, mean.toFixed(2), `${low.toFixed(2)}–${high.toFixed(2)}`, String(values.length)];
    }),
    data: rows.map(({ question: { id, form }, given, outcomes }) => ({
      id,
      form,
      abstained: given.abstained,
      outcomes,
    })),
  };
}

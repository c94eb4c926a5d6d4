import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SHARED } from './corpora.ts';

export const SETS = ['tuning', 'fitting', 'opened', 'sealed'] as const;
export type PackageSet = (typeof SETS)[number];

/** A question with what a right answer has. */
export interface GoldQuestion {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  readonly isAnswerable: boolean;
  /** Places any of which answers the question by itself. */
  readonly gold: readonly { readonly source: string; readonly path: string }[];
  /** Where yes or no is an answer: which. */
  readonly verdict?: 'yes' | 'no' | undefined;
  /** Words one of which stands in each right answer. */
  readonly identifiers: readonly string[];
  /** A right answer in other words. */
  readonly answer: string;
}

const packageLine = z.object({
  id: z.string(),
  kind: z.enum(['fact', 'how-to', 'api', 'whether', 'difference', 'unanswerable']),
  question: z.string(),
  source: z.string(),
  gold: z.array(z.string()),
  identifiers: z.array(z.string()),
  answer: z.string(),
});

const awsLine = z.object({ question: z.string(), answer: z.string(), yes_no: z.string(), gold: z.array(z.string()) });

/**
 * Questions about the packages that this repository names, written without the service, each set without the others. On
 * `tuning`, `fitting` and `opened`, which was sealed once, choices were made and weights fitted; `sealed` only measures.
 */
export function packageQuestions(set: PackageSet): GoldQuestion[] {
  return lines(join(import.meta.dirname, `packages-${set}.jsonl`), packageLine).map((line) => {
    const verdict = line.kind === 'whether' ? (line.identifiers[0] as 'yes' | 'no') : undefined;
    return {
      ...line,
      isAnswerable: line.kind !== 'unanswerable',
      gold: line.gold.map((path) => ({ source: line.source, path })),
      verdict,
      identifiers: verdict ? [] : line.identifiers,
    };
  });
}

/** The 40 questions on AWS's pages; none where the set is absent. */
export function awsQuestions(): GoldQuestion[] {
  const file = join(SHARED, 'docs/aws.questions.jsonl');
  if (!existsSync(file)) return [];
  return lines(file, awsLine).map(({ question, answer, yes_no: verdict, gold }, i) => ({
    id: `aws-${i + 1}`,
    kind: verdict === 'None' ? 'fact' : 'whether',
    question,
    isAnswerable: true,
    gold: gold.map((path) => ({ source: 'aws', path })),
    verdict: verdict === 'None' ? undefined : (verdict.toLowerCase() as 'yes' | 'no'),
    identifiers: [],
    answer,
  }));
}

function lines<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema>[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => schema.parse(JSON.parse(line)));
}

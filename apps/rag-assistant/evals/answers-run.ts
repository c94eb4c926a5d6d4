import { scoreAnswer } from '@pareto/evaluation';
import type { Ask } from '../src/asking/ask.ts';
import type { Answer, RefusalReason } from '../src/asking/events.ts';
import type { EvaluationLibrary } from './answers-library.ts';
import type { EvaluationQuestion } from './answers-questions.ts';

/** What is judged of an answer, wherever it was given. */
export interface GivenAnswer
  extends Pick<Answer, 'answer' | 'abstained' | 'extractive' | 'degraded' | 'dropped' | 'usage'> {
  readonly reason?: RefusalReason | undefined;
  /** Document is what the question set calls it. */
  readonly citations: readonly { readonly document: string; readonly page: number; readonly quote: string }[];
  /** Until the first sentence, or the refusal, and until the end, in ms. */
  readonly firstMs: number;
  readonly totalMs: number;
}

export interface AnswerRow extends GivenAnswer {
  readonly question: EvaluationQuestion;
  /** Against the gold answer; undefined for a question without one. */
  readonly score: ReturnType<typeof scoreAnswer> | undefined;
  /** For each citation, whether its quote stands on the page that it names. */
  readonly isOnPage: readonly boolean[];
}

/** Who answers: `Ask` in this process, or the service over HTTP. */
export type Answerer = (question: EvaluationQuestion, signal: AbortSignal) => Promise<GivenAnswer>;

/** The text of a page, to see with one's own eyes whether a quote stands there. */
export type PageText = (document: string, page: number) => string | undefined;

/** Asks one question after another. */
export async function runQuestions(
  questions: readonly EvaluationQuestion[],
  answerer: Answerer,
  pageText: PageText,
  onRow: (row: AnswerRow) => void,
  signal: AbortSignal,
): Promise<AnswerRow[]> {
  const rows: AnswerRow[] = [];
  for (const question of questions) {
    const given = await answerer(question, signal);
    const score = question.answerable ? scoreAnswer(given.abstained ? '' : given.answer, question.answer) : undefined;
    const isOnPage = given.citations.map(({ document, page, quote }) => {
      return pageText(document, page)?.includes(quote) ?? false;
    });
    const row = { ...given, question, score, isOnPage };
    rows.push(row);
    onRow(row);
  }
  return rows;
}

/** Questions asked before are history without answers: only what was asked is carried over. */
export function inProcess(ask: Ask, library: EvaluationLibrary): Answerer {
  return async ({ question, history = [], documentIds }, signal) => {
    const begin = performance.now();
    let firstMs: number | undefined;
    const turns = history.map((asked) => ({ question: asked, answer: '' }));
    for await (const event of ask.run({ question, history: turns }, library.of(documentIds), signal)) {
      if (event.type === 'sentence') firstMs ??= performance.now() - begin;
      if (event.type !== 'done') continue;
      const totalMs = performance.now() - begin;
      const citations = event.citations.map(({ documentId, page, quote }) => ({ document: documentId, page, quote }));
      return { ...event, citations, firstMs: firstMs ?? totalMs, totalMs };
    }
    throw new Error('a run without an answer');
  };
}

import type { AnswerLog } from './answer-log.ts';
import type { Ask } from './ask.ts';
import type { Answer, Case, Score } from './case.ts';
import type { Progress } from './progress.ts';

export interface Result {
  readonly case: Case;
  readonly answer: Answer;
  readonly score: Score;
  readonly commit: string;
}

/**
 * Asks the cases that the log does not hold, several at once, and scores all. Aborted, it gives what it has.
 * @throws whatever `ask` does, once the other requests are given up.
 */
export async function runCases(
  cases: readonly Case[],
  {
    ask,
    log,
    commit,
    progress,
    concurrency,
    signal,
  }: {
    readonly ask: Ask;
    readonly log: AnswerLog;
    readonly commit: string;
    readonly progress: Progress;
    readonly concurrency: number;
    readonly signal: AbortSignal;
  },
): Promise<Result[]> {
  const logged = log.read();
  const results: Result[] = [];
  const waiting: Case[] = [];
  for (const each of cases) {
    const earlier = logged.get(each.id);
    if (earlier) results.push({ ...earlier, case: each, score: each.score(earlier.answer) });
    else waiting.push(each);
  }
  progress.begin(results, waiting.length);
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  const work = async () => {
    for (let each = waiting.shift(); each && !ended.aborted; each = waiting.shift()) {
      const answer = await ask(each, ended);
      const score = each.score(answer);
      log.add(each, { id: each.id, commit, answer }, score);
      const result = { case: each, answer, score, commit };
      results.push(result);
      progress.add(result);
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, waiting.length) }, () =>
    work().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  const [failure] = (await Promise.allSettled(workers)).filter(({ status }) => status === 'rejected');
  progress.end();
  if (failure && !signal.aborted) throw failed.signal.reason;
  return results;
}

import { answersOf } from './answers.ts';
import type { ConfinedChild } from './confined-child.ts';
import { deathOf, failure } from './failures.ts';
import type { ReaderAnswer } from './protocol.ts';
import type { Watchdog } from './watchdog.ts';

export interface AnswerLimits {
  readonly pages: number;
  readonly openMs: number;
  /** From the start to the first page, and from each to the next. */
  readonly pageMs: number;
}

/**
 * What a child answers, in time and in order: `opened`, the pages that it has, each behind its `scan` if any, `end`.
 * @throws ServiceError for whatever else a child does, one of the codes of `DocumentReader`; Error when it does not
 * start, which is no document's fault.
 */
export async function* supervised(
  child: ConfinedChild,
  watchdog: Watchdog,
  { pages: maxPages, openMs, pageMs }: AnswerLimits,
): AsyncGenerator<ReaderAnswer> {
  const answers = answersOf(child.stdout);
  const next = async (ms: number): Promise<ReaderAnswer> => {
    const { value } = await watchdog.during(ms, answers.next()).catch((cause: unknown) => {
      // A dying child may leave half a line, and a bad one anything.
      if (watchdog.breach) return { value: undefined };
      throw failure('document_unreadable', cause);
    });
    if (!value) throw await deathOf(child, watchdog.breach);
    if (value.type === 'failed') throw failure(value.code);
    return value;
  };

  const ready = await next(openMs).catch((cause: unknown) => {
    throw new Error('The process that reads documents does not start.', { cause });
  });
  if (ready.type !== 'ready') throw failure('document_unreadable');
  const startMs = watchdog.waitedMs;
  const opened = await next(openMs);
  if (opened.type !== 'opened') throw failure('document_unreadable');
  if (opened.pages > maxPages) throw failure('pages_too_many');
  yield opened;
  for (let number = 1; number <= opened.pages; number += 1) {
    let answer = await next(number === 1 ? Math.max(0, pageMs - (watchdog.waitedMs - startMs)) : pageMs);
    if (answer.type === 'scan') {
      yield answer;
      answer = await next(pageMs);
    }
    if (answer.type !== 'page' || answer.page.number !== number) throw failure('document_unreadable');
    yield answer;
  }
  if ((await next(pageMs)).type !== 'end') throw failure('document_unreadable');
}

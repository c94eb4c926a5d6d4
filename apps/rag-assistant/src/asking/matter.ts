import { answerability, quotableTexts, type RankedQuote, rankUnits } from '@pareto/grounding';
import type { RetrievedPassage } from '../passages.ts';
import type { Library } from './ports.ts';
import { isQuotable, type Reading, readPassages } from './reading.ts';

/** What was found to a question, read and put in order. */
export interface Matter {
  /** As it was understood. */
  readonly question: string;
  readonly passages: readonly RetrievedPassage[];
  readonly readings: readonly Reading[];
  /** Every sentence and row of the readings that was written for people, best first. */
  readonly ranked: readonly RankedQuote[];
  readonly isAnswerable: boolean;
}

/** Sentences and rows of the best pages are compared in meaning with the question, up to so many. */
const MAX_COMPARED = 200;

export async function gather(question: string, library: Library, signal: AbortSignal): Promise<Matter> {
  const passages = await library.retrieve(question, signal);
  const readings = await readPassages(passages, library);
  const texts = quotableTexts(readings);
  const compared = await library.similarities?.(question, texts.slice(0, MAX_COMPARED), signal);
  const ranked = rankUnits(question, readings, { similarities: compared }).filter(({ text }) => isQuotable(text));
  const cosine = passages.reduce((best, { scores }) => Math.max(best, scores.cosine ?? scores.dense ?? 0), 0);
  const { answerable } = answerability(question, readings, { cosine });
  return { question, passages, readings, ranked, isAnswerable: answerable };
}

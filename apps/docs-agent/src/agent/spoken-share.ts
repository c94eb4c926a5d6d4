import { languageOf } from '@pareto/grounding';
import { Analyzer } from '@pareto/retrieval';
import type { CallResult } from '../proof/call-result.ts';
import { inWords } from '../proof/result-records.ts';
import { englishWords } from './planning/english-words.ts';
import type { Reading } from './ports.ts';

const ANALYZERS = { en: new Analyzer('en'), es: new Analyzer('es') };

/** Of a question's words so many must have been read for anything to be an answer to it. */
const MIN_ABOUT = 0.34;
/** Of words in another language than the pages' only some are known in theirs. */
const MIN_ABOUT_FOREIGN = 0.17;

/** Whether what was read or called speaks of what is asked at all: a true sentence about something else is no answer. */
export function isAbout(question: string, readings: readonly Reading[], results: readonly CallResult[] = []): boolean {
  const least = englishWords(question) === undefined ? MIN_ABOUT : MIN_ABOUT_FOREIGN;
  return spokenShare(question, readings, results) >= least;
}

/** Of the words of a question the share that was read somewhere, or that a call was about, 0 to 1. */
export function spokenShare(
  question: string,
  readings: readonly Reading[],
  results: readonly CallResult[] = [],
): number {
  const english = englishWords(question);
  const analyzer = ANALYZERS[english === undefined ? languageOf(question) : 'en'];
  const words = new Set(analyzer.terms(english ?? question));
  const texts = [
    ...readings.map(({ text, headings, place }) => `${place.source} ${headings.join(' ')} ${text}`),
    ...results.map(({ tool, arguments: args, text }) => `${inWords(tool)} ${spelled(args)} ${text}`),
  ];
  const there = new Set(texts.flatMap((text) => analyzer.terms(text)));
  return [...words].filter((word) => there.has(word)).length / Math.max(1, words.size);
}

/** Arguments as a text, without the escapes of JSON. */
function spelled(args: unknown): string {
  return (JSON.stringify(args) ?? '').replace(/\\[nrt"]/g, ' ');
}

import { supportOf } from '@pareto/grounding';
import type { Reading } from '../tools/readings.ts';

export interface AnswerCitation {
  /** As the answer cites it: `[2]`. */
  readonly number: number;
  readonly source: string;
  readonly version: string | undefined;
  readonly path: string;
  readonly anchor: string | undefined;
  /** What stands there that comes nearest to the sentence. */
  readonly quote: string;
}

export interface CitedSentence {
  readonly text: string;
  /** Numbers of what was read. */
  readonly numbers: readonly number[];
  /** Numbers of nothing that was read. */
  readonly foreign: readonly number[];
  /** Whether what it cites bears it out, word by word; a paraphrase may be right without. */
  readonly isBorneOut: boolean;
  readonly citations: readonly AnswerCitation[];
}

const MARK = /\s?\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\](?!\()/g;
const QUOTE_LENGTH = 300;

/**
 * A sentence with its citations, kept to what was read. One that cites nothing gets the place that bears it out, where
 * there is one: small models write the sentence and forget the number.
 */
export function citedSentence(sentence: string, readings: readonly Reading[], question: string): CitedSentence {
  const written = [...sentence.matchAll(MARK)].flatMap(([, list]) => list!.split(',').map(Number));
  const bare = sentence.replace(MARK, '');
  const known = [...new Set(written)].filter((number) => readings.some((reading) => reading.number === number));
  const foreign = [...new Set(written)].filter((number) => !known.includes(number));
  const candidates = known.length > 0 ? readings.filter(({ number }) => known.includes(number)) : readings;
  const support = supportOf(
    bare,
    candidates.map(({ text, headings }) => ({ text, context: headings.join('\n') })),
    question,
  );
  const bearing = support.quotes.map(({ source, start, end }) => {
    const reading = candidates[source]!;
    return citationOf(reading, reading.text.slice(start, end));
  });
  const cited =
    known.length > 0
      ? known.map((number) => bearing.find((it) => it.number === number) ?? citationOf(readingOf(readings, number)))
      : support.supported
        ? bearing.slice(0, 1)
        : [];
  const numbers = cited.map(({ number }) => number);
  const text = `${withoutEnd(bare)}${numbers.map((number) => ` [${number}]`).join('')}${endOf(bare)}`;
  return { text, numbers, foreign, isBorneOut: support.supported, citations: cited };
}

function readingOf(readings: readonly Reading[], number: number): Reading {
  return readings.find((reading) => reading.number === number)!;
}

function citationOf({ number, place, text }: Reading, quote = text): AnswerCitation {
  const { source, version, path, anchor } = place;
  return { number, source, version, path, anchor, quote: quote.slice(0, QUOTE_LENGTH).toWellFormed().trim() };
}

/** Numbers stand before the full stop. */
function withoutEnd(sentence: string): string {
  return sentence.slice(0, sentence.length - endOf(sentence).length);
}

function endOf(sentence: string): string {
  return /[.!?:;]+\s*$/.exec(sentence)?.[0] ?? '';
}

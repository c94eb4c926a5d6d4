import { type Support, supportOf } from '@pareto/grounding';
import type { DocPlace } from '../docs-index.ts';
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

/** Pages that say the same as well as the best, within so much of its score, are cited too. */
const NEARLY = 0.05;
const MAX_PAGES = 2;

/**
 * A sentence with its citations, kept to what was read. One that cites nothing gets the places that bear it out, where
 * there are any: small models write the sentence and forget the number.
 */
export function citedSentence(sentence: string, readings: readonly Reading[], question: string): CitedSentence {
  const written = [...sentence.matchAll(MARK)].flatMap(([, list]) => list!.split(',').map(Number));
  const bare = sentence.replace(MARK, '');
  const known = [...new Set(written)].filter((number) => readings.some((reading) => reading.number === number));
  const foreign = [...new Set(written)].filter((number) => !known.includes(number));
  const candidates = known.length > 0 ? readings.filter(({ number }) => known.includes(number)) : readings;
  const bearers = bearersOf(bare, candidates, question);
  const cited =
    known.length > 0
      ? known.map((number) =>
          citationOf(
            bearers.find(({ reading }) => reading.number === number) ?? { reading: readingOf(readings, number) },
          ),
        )
      : bestPages(bearers).map(citationOf);
  const numbers = cited.map(({ number }) => number);
  const text = `${withoutEnd(bare)}${numbers.map((number) => ` [${number}]`).join('')}${endOf(bare)}`;
  return { text, numbers, foreign, isBorneOut: bearers.length > 0, citations: cited };
}

/** The same sentence as it stands without any number. */
export function withoutCitations(cited: CitedSentence, sentence: string): CitedSentence {
  return { ...cited, text: sentence.replace(MARK, ''), numbers: [], citations: [] };
}

interface Bearer {
  readonly reading: Reading;
  readonly score: number;
  readonly quote: string;
}

/** The readings that bear a sentence out, each by itself; where none does, the first of those that do it together. */
function bearersOf(sentence: string, readings: readonly Reading[], question: string): Bearer[] {
  const sources = readings.map(({ text, headings }) => ({ text, context: headings.join('\n') }));
  const bearer = (reading: Reading, { score, quotes: [first] }: Support): Bearer => ({
    reading,
    score,
    quote: reading.text.slice(first!.start, first!.end),
  });
  const alone = readings.flatMap((reading, i) => {
    const support = supportOf(sentence, [sources[i]!], question);
    return support.supported ? [bearer(reading, support)] : [];
  });
  if (alone.length > 0) return alone;
  const together = supportOf(sentence, sources, question);
  return together.supported ? [bearer(readings[together.quotes[0]!.source]!, together)] : [];
}

/** Those that say it as well as the best, of each page the first, in the order in which they were found. */
function bestPages(bearers: readonly Bearer[]): Bearer[] {
  const best = Math.max(0, ...bearers.map(({ score }) => score));
  const near = bearers.filter(({ score }) => score >= best - NEARLY);
  return onePerPage(near, ({ reading }) => reading.place).slice(0, MAX_PAGES);
}

/** Of what stands on one page the first. */
export function onePerPage<Item>(items: readonly Item[], placeOf: (item: Item) => DocPlace): Item[] {
  const pages = Map.groupBy(items, (item) => {
    const { source, version, path } = placeOf(item);
    return `${source}@${version}/${path}`;
  });
  return [...pages.values()].map(([first]) => first!);
}

function readingOf(readings: readonly Reading[], number: number): Reading {
  return readings.find((reading) => reading.number === number)!;
}

function citationOf({ reading, quote }: { readonly reading: Reading; readonly quote?: string }): AnswerCitation {
  const { source, version, path, anchor } = reading.place;
  const text = quote ?? reading.text;
  return {
    number: reading.number,
    source,
    version,
    path,
    anchor,
    quote: text.slice(0, QUOTE_LENGTH).toWellFormed().trim(),
  };
}

/** Numbers stand before the full stop. */
function withoutEnd(sentence: string): string {
  return sentence.slice(0, sentence.length - endOf(sentence).length);
}

function endOf(sentence: string): string {
  return /[.!?:;]+\s*$/.exec(sentence)?.[0] ?? '';
}

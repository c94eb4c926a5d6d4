import type { Analysis } from './analysis.ts';
import { speaksOf } from './coverage.ts';
import { mayBeYear } from './figure-match.ts';
import { holdsAnswer, type Question, readQuestion } from './question.ts';
import { listMarkLength } from './sentences.ts';
import type { Quote, Source } from './source.ts';
import { type Unit, unitsOf } from './units.ts';

/** A unit of a source with how well it answers; `Quote` places it. */
export interface RankedQuote extends Quote {
  readonly score: number;
  readonly text: string;
  readonly isRow: boolean;
  /** The line above it that reads as a heading; empty where there is none. */
  readonly heading: string;
}

export interface ExtractedAnswer {
  /** In the order of the sources; a row of a table with its columns' headers named. */
  readonly text: string;
  readonly quotes: readonly RankedQuote[];
}

export interface RankOptions {
  /** Of the question and each of `quotableTexts`, in their order: cosines of an embedder, say. */
  readonly similarities?: readonly number[] | undefined;
  /** Added to the score of each, in the same order: what is known of it beside its words. */
  readonly priors?: readonly number[] | undefined;
}

export interface ExtractOptions extends RankOptions {
  /** Sentences or rows at most. */
  readonly maxQuotes?: number | undefined;
}

const MAX_QUOTES = 2;
/** Below this share of the question's words a sentence is about something else. */
const MIN_SCORE = 0.35;
/** A further sentence must be nearly as good as the best one. */
const NEARLY = 0.85;
/** For holding what is asked for: an amount, a date, a name. */
const KIND_BONUS = 0.25;
/** Per place in the ranking of the sources: retrieval saw the whole, this sees words. */
const RANK_PENALTY = 0.03;
const CONTEXT_SHARE = 0.6;
const SIMILARITY_WEIGHT = 1;
const HEADING_SHARE = 0.5;

/** The sentences and rows that answer the question best, word for word. Empty where none is about it. */
export function extractAnswer(
  question: string,
  sources: readonly Source[],
  { maxQuotes, similarities }: ExtractOptions = {},
): ExtractedAnswer {
  const quotes = selectQuotes(rankUnits(question, sources, { similarities }), { maxQuotes });
  return { text: quotes.map((quote) => spoken(quote, sources)).join('\n'), quotes };
}

/** Of ranked sentences and rows the best one, and others that are nearly as good, in the order of the sources. */
export function selectQuotes(
  ranked: readonly RankedQuote[],
  { maxQuotes = MAX_QUOTES }: { readonly maxQuotes?: number | undefined } = {},
): RankedQuote[] {
  const best = ranked[0]?.score ?? 0;
  const chosen = ranked.filter(({ score }) => score >= MIN_SCORE && score >= NEARLY * best).slice(0, maxQuotes);
  return chosen.sort((a, b) => a.source - b.source || a.start - b.start);
}

/** Whether every year that a question names is spoken of by one of the quotes or its headers. */
export function areYearsSpokenOf(question: string, quotes: readonly Quote[], sources: readonly Source[]): boolean {
  const asked = readQuestion(question).analysis.figures.filter(({ values }) => values.some(mayBeYear));
  const figures = quotedUnits(quotes, sources).flatMap(({ analysis, context }) => [
    ...analysis.figures,
    ...context.figures,
  ]);
  return asked.every(({ values }) => figures.some((figure) => figure.values.some((value) => values.includes(value))));
}

/** Whether a quote can be the answer by its kind: what is asked for (a date, an amount, …) stands in it. */
export function isAnswerInKind(question: string, quote: Quote, sources: readonly Source[]): boolean {
  const asked = readQuestion(question);
  // "How long" may ask for characters as well as for days, and "how much" for tonnes as well as for money.
  const isLoose = asked.expects === 'duration' || asked.expects === 'money';
  const expected: Question = isLoose ? { ...asked, expects: 'number' } : asked;
  return (
    asked.expects === 'any' || quotedUnits([quote], sources).some(({ analysis }) => holdsAnswer(expected, analysis))
  );
}

function quotedUnits(quotes: readonly Quote[], sources: readonly Source[]): Unit[] {
  return quotes.flatMap(({ source, start }) => unitsOf(sources[source]!).filter((unit) => unit.start === start));
}

/** Every sentence and row, in the order in which `RankOptions` speaks of them. */
export function quotableSpans(sources: readonly Source[]): Quote[] {
  return sources.flatMap((source, i) => unitsOf(source).map(({ start, end }) => ({ source: i, start, end })));
}

/** What a reader of each sentence and row would be told: the heading above it, and a row with its column headers. */
export function quotableTexts(sources: readonly Source[]): string[] {
  return sources.flatMap((source, i) =>
    unitsOf(source).map(({ start, end, heading }) =>
      `${heading}\n${spoken({ source: i, start, end }, sources)}`.trim(),
    ),
  );
}

/** Every sentence and row by how well it answers, best first: for choosing what a model reads. */
export function rankUnits(
  text: string,
  sources: readonly Source[],
  { similarities, priors }: RankOptions = {},
): RankedQuote[] {
  const question = readQuestion(text);
  const placed = sources.flatMap((source, i) => unitsOf(source).map((unit) => ({ source: i, unit })));
  const weights = rarity(
    question.analysis,
    placed.map(({ unit }) => unit),
  );
  return placed
    .map(({ source, unit }, i) => {
      const likeness = SIMILARITY_WEIGHT * (similarities?.[i] ?? 0) * (isStatement(unit) ? 1 : HEADING_SHARE);
      const score = scoreOf(question, unit, weights) + likeness + (priors?.[i] ?? 0) - RANK_PENALTY * source;
      return {
        source,
        start: unit.start,
        end: unit.end,
        text: unit.text,
        isRow: unit.row !== undefined,
        heading: unit.heading,
        score,
      };
    })
    .sort((a, b) => b.score - a.score);
}

function scoreOf(question: Question, unit: Unit, weights: ReadonlyMap<string, number>): number {
  let total = 0;
  let covered = 0;
  for (const term of question.analysis.terms) {
    const weight = weights.get(term.stem)!;
    total += weight;
    const place = speaksOf(unit, term);
    if (place) covered += place === 'text' ? weight : CONTEXT_SHARE * weight;
  }
  const share = total === 0 ? 0 : covered / total;
  const bonus = question.expects !== 'any' && holdsAnswer(question, unit.analysis) ? KIND_BONUS : 0;
  return share * (isStatement(unit) ? 1 : HEADING_SHARE) + (share > 0 ? bonus : 0);
}

/** A heading or a question names the matter and says nothing of it. */
function isStatement({ row, text, heading, analysis }: Unit): boolean {
  if (row === undefined && text.includes(' | ')) return false;
  const isSentence = /[.;!]["'”’»)\]]*$/.test(text) || listMarkLength(text) > 0;
  return row !== undefined || isSentence || (heading !== '' && analysis.figures.length > 0);
}

/** Words that few of the units have tell more: log(1 + N / (1 + n)). */
function rarity({ terms }: Analysis, units: readonly Unit[]): Map<string, number> {
  return new Map(
    terms.map((term) => {
      const holding = units.filter((unit) => speaksOf(unit, term) === 'text').length;
      return [term.stem, (term.isLight ? 0.3 : 1) * Math.log(1 + units.length / (1 + holding))];
    }),
  );
}

/** A sentence as it stands; of a row each figure with the header of its column. */
export function spoken({ source, start, end }: Quote, sources: readonly Source[]): string {
  const unit = unitsOf(sources[source]!).find((candidate) => candidate.start === start && candidate.end === end);
  const text = sources[source]!.text.slice(start, end);
  if (!unit?.row) return text.replace(/\s*\n\s*/g, ' ');
  const [label = '', ...cells] = text.split('|').map((cell) => cell.trim());
  const values = cells.map((cell, i) => {
    const column = unit.row!.cells[i]?.column ?? '';
    return column === '' || cell === '' ? cell : `${cell} (${column})`;
  });
  return `${label}: ${values.filter(Boolean).join(', ')}`;
}

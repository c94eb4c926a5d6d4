import { mayBeYear } from './figure-match.ts';
import { meantCells } from './meant-cells.ts';
import { holdsAnswer, type Question, readQuestion } from './question.ts';
import { type RankedQuote, type RankOptions, rankUnits } from './rank.ts';
import type { Quote, Source } from './source.ts';
import { type Unit, unitsOf } from './units.ts';

export interface ExtractedAnswer {
  /** In the order of the sources; a row of a table with its columns' headers named. */
  readonly text: string;
  readonly quotes: readonly RankedQuote[];
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

/** The sentences and rows that answer the question best, word for word. Empty where none is about it. */
export function extractAnswer(
  question: string,
  sources: readonly Source[],
  { maxQuotes, similarities }: ExtractOptions = {},
): ExtractedAnswer {
  const quotes = selectQuotes(rankUnits(question, sources, { similarities }), { maxQuotes });
  return { text: quotes.map((quote) => spoken(quote, sources, question)).join('\n'), quotes };
}

/** Of ranked sentences and rows that state something the best one, and others that are nearly as good, in the order of the sources. */
export function selectQuotes(
  ranked: readonly RankedQuote[],
  { maxQuotes = MAX_QUOTES }: { readonly maxQuotes?: number | undefined } = {},
): RankedQuote[] {
  const statements = ranked.filter(({ isStatement }) => isStatement);
  const best = statements[0]?.score ?? 0;
  const chosen = statements.filter(({ score }) => score >= MIN_SCORE && score >= NEARLY * best).slice(0, maxQuotes);
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

/**
 * A sentence as it stands; of a row its label, and each cell under the header of its column.
 * @param question of which cells that it cannot mean are left out.
 */
export function spoken({ source, start, end }: Quote, sources: readonly Source[], question?: string): string {
  const unit = unitsOf(sources[source]!).find((candidate) => candidate.start === start && candidate.end === end);
  const text = sources[source]!.text.slice(start, end);
  if (!unit?.row) return text.replace(/\s*\n\s*/g, ' ');
  const cells = question === undefined ? unit.row.cells : meantCells(readQuestion(question), unit.row);
  const values = cells.flatMap(({ start: from, end: to, column }) => {
    const cell = unit.text.slice(from, to);
    return cell === '' ? [] : column === '' ? cell : `${column}: ${cell}`;
  });
  const { labelText, scaleWord } = unit.row;
  const caption = scaleWord === undefined ? '' : ` (${scaleWord})`;
  return `${labelText}${caption}: ${values.join('; ')}`;
}

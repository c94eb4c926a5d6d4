import { isYear } from './figure-match.ts';
import { type Figure, figuresOf } from './figures.ts';
import { fold } from './stems.ts';

/** From and to, both included, as far as they are given. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** What is counted, where the label or its header says so: 'year'. */
  readonly unit: string | undefined;
}

const BETWEEN = /^\D*\d[\d.,]*\s*(?:to|a|y|and|hasta|[-\u2013\u2014])\s*\d[\d.,]*\D*$/u;
const BELOW =
  /^\W*(?:less than|fewer than|under|below|up to|at most|menos de|por debajo de|hasta|inferior a)\s+\D{0,3}\d/u;
const ABOVE =
  /^\W*(?:more than|over|above|at least|from|mas de|por encima de|a partir de|desde|superior a)\s+\D{0,3}\d|\d\s*(?:\p{L}+\s+)?(?:and|or|y|o)\s+(?:more|over|above|mas)\b|\d\s*\+/u;
/** Beside its numbers a range says hardly more than of what. */
const MAX_LENGTH = 40;

/**
 * The range that the label of a row stands for, as in a table by years of service: "3 to 7", "less than 3", "15 and more".
 * @param header of the labels.
 */
export function rangeOf(label: string, header: string): Range | undefined {
  if (label.length > MAX_LENGTH) return undefined;
  const folded = fold(label);
  const figures = figuresOf(label).filter(({ isSpelled }) => !isSpelled);
  const [first, second] = figures.map(({ values }) => values[0]!);
  if (first === undefined) return undefined;
  const unit = figures.at(-1)!.unit ?? figuresOf(`1 ${header}`)[0]?.unit;
  if (second !== undefined) {
    const isRange = figures.length === 2 && BETWEEN.test(folded) && first < second;
    return isRange ? { from: first, to: second, unit } : undefined;
  }
  if (BELOW.test(folded)) return { from: Number.NEGATIVE_INFINITY, to: first, unit };
  return ABOVE.test(folded) ? { from: first, to: Number.POSITIVE_INFINITY, unit } : undefined;
}

/** Months are none of a range of years. */
export function isWithin({ from, to, unit }: Range, figure: Pick<Figure, 'values' | 'unit'>): boolean {
  if (unit !== undefined && figure.unit !== undefined && unit !== figure.unit) return false;
  return figure.values.some((value) => value >= from && value <= to);
}

/** Whether one of the numbers of a question is within a range; a year is none. */
export function isAskedFor(range: Range | undefined, figures: readonly Figure[]): boolean {
  return range !== undefined && figures.some((figure) => !isYear(figure) && isWithin(range, figure));
}

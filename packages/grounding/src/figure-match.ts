import type { Analysis } from './analysis.ts';
import type { Figure } from './figures.ts';
import type { Unit } from './units.ts';

/** Below this a number is no year. */
const FIRST_YEAR = 1_900;
const LAST_YEAR = 2_100;

/**
 * Whether a number of a sentence stands in a sentence or row of a source: the same value in any notation, or rounded to
 * what the sentence writes; not another currency or unit; in a table under the year that the sentence names. Years may
 * stand in the context, since tables and headings carry them.
 */
export function figureStands(figure: Figure, unit: Unit, claim: Analysis): boolean {
  if (unit.analysis.figures.some((stands) => isSame(figure, stands, unit) && isInColumn(stands, unit, claim)))
    return true;
  return isYear(figure) && unit.context.figures.some((stands) => isSame(figure, stands, unit));
}

export function isYear({ values, kind, unit, precision }: Figure): boolean {
  return kind === 'plain' && unit === undefined && precision === 1 && mayBeYear(values[0]!);
}

/** Whether a number can be that of a year, whatever stands beside it. */
export function mayBeYear(value: number): boolean {
  return Number.isInteger(value) && value >= FIRST_YEAR && value <= LAST_YEAR;
}

function isSame(claimed: Figure, stands: Figure, { row, text, contextText }: Unit): boolean {
  if ((claimed.kind === 'percent') !== (stands.kind === 'percent')) {
    // A table writes "%" once, in a header or the label.
    if (!row || !`${contextText}${text}`.includes('%')) return false;
  }
  if (claimed.currency !== undefined && stands.currency !== undefined && claimed.currency !== stands.currency)
    return false;
  if (claimed.unit !== undefined && stands.unit !== undefined && claimed.unit !== stands.unit) return false;
  const scales = row?.scale !== undefined && claimed.kind !== 'percent' ? [1, row.scale] : [1];
  return claimed.values.some((value) =>
    stands.values.some((other) => scales.some((scale) => isEqual(claimed, Math.abs(value), Math.abs(other) * scale))),
  );
}

function isEqual({ precision, kind }: Figure, value: number, other: number): boolean {
  const tolerance = 1e-9 * Math.max(1, value);
  if (Math.abs(value - other) <= tolerance) return true;
  // Rounded: only what is written with a scale or as a percentage, to two digits at least.
  const isRounding = (precision >= 1_000 || kind === 'percent' || precision >= 100) && value / precision >= 10;
  return isRounding && Math.abs(value - other) <= precision / 2 + tolerance;
}

/** Where the sentence names years and the columns have some, the number must stand under one of those. */
function isInColumn(stands: Figure, { row }: Unit, claim: Analysis): boolean {
  if (!row) return true;
  const cell = row.cells.find(({ start, end }) => stands.start >= start && stands.end <= end);
  const years = claim.figures.filter(isYear).map(({ values }) => values[0]!);
  const named = cell === undefined ? [] : yearsOf(cell.column);
  if (years.length === 0 || named.length === 0) return true;
  return named.some((year) => years.includes(year));
}

/** The years that a text names, in its order. */
export function yearsOf(text: string): number[] {
  return [...text.matchAll(/(?<!\d)(?:19|20)\d\d(?!\d)/g)].map(([year]) => Number(year));
}

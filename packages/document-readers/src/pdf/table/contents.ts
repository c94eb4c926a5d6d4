import type { GridRow } from './grid-row.ts';

const PAGE = /^(?:[A-Z]-)?\d{1,4}$/;
const MIN_ENTRIES = 3;
/** The share of entries whose pages are not before those of the entries above. */
const RISING = 0.85;

/** A table of contents: titles, and one column of page numbers that never go down. */
export function isContents(rows: readonly GridRow[]): boolean {
  const pages = rows.flatMap(({ cells, isValues }) => (isValues ? [cells.at(-1)!.text] : []));
  if (pages.length < MIN_ENTRIES || !pages.every((page) => PAGE.test(page))) return false;
  if (rows.some(({ cells }) => cells.slice(0, -1).some(({ isFigure }, i) => isFigure && i > 0))) return false;
  const numbers = pages.map((page) => Number(page.replace(/^[A-Z]-/, '')));
  const rising = numbers.filter((number, i) => i === 0 || number >= numbers[i - 1]!);
  return rising.length >= RISING * numbers.length && numbers.at(-1)! > numbers[0]!;
}

import type { Row } from './rows.ts';

/** What a page has at its edges, for comparison with other pages. */
export interface PageEdges {
  readonly top: readonly EdgeRow[];
  readonly bottom: readonly EdgeRow[];
}

interface EdgeRow {
  readonly text: string;
  /** Where it is set no larger than the page's text, with figures all alike: page numbers differ. */
  readonly pattern: string | undefined;
  /** From the top of the page. */
  readonly y: number;
  /** The number that the row consists of, or that it ends with. */
  readonly number: number | undefined;
}

/** Rows at an edge that can be a running header or footer. */
const MAX_ROWS = 4;
/** In points: how far the same header may stand from where it stood before. */
const SAME_PLACE = 3;
/** The share of the pages around that have it too, and how many at least. */
const SHARE = 0.4;
const MIN_PAGES = 3;
/** In heights of the text: the gap between a running header and what it runs over. */
const GAP = 1.45;
/** Of the usual size: what is larger is a heading. */
const LARGER = 1.1;
const PAGE_NUMBER =
  /^(?:[-–—(\s]*|(?:page|página|pág\.|p\.)\s*|[A-Z]-)(\d{1,4}|[ivxl]{1,6})[-–—)\s]*(?:(?:of|de|\/)\s*\d{1,4})?$/i;

export function edgesOf(rows: readonly Row[]): PageEdges {
  const sizes = rows.map(({ size }) => size).sort((a, b) => a - b);
  const usual = sizes[sizes.length >> 1] ?? 0;
  const edgeRows = (edge: readonly Row[]) => edge.map((row) => edgeRow(row, usual));
  return { top: edgeRows(rows.slice(0, MAX_ROWS)), bottom: edgeRows(rows.slice(-MAX_ROWS).reverse()) };
}

function edgeRow(row: Row, usualSize: number): EdgeRow {
  const text = row.phrases.map((phrase) => phrase.text).join(' ');
  const number = Number(PAGE_NUMBER.exec(text)?.[1] ?? Number.NaN);
  const pattern = row.size < LARGER * usualSize ? text.replace(/\d+/g, '#') : undefined;
  return { text, pattern, y: row.y, number: Number.isNaN(number) ? undefined : number };
}

/** The rows of a page without its running headers and footers. */
export function withoutRunningText(rows: readonly Row[], page: number, around: ReadonlyMap<number, PageEdges>): Row[] {
  const own = around.get(page)!;
  const others = [...around].filter(([number]) => number !== page);
  const top = runningRows(
    own.top,
    others.map(([number, { top }]) => [number - page, top]),
  );
  const bottom = runningRows(
    own.bottom,
    others.map(([number, { bottom }]) => [number - page, bottom]),
  );
  let first = top;
  while (first > 0 && !isApart(rows[first - 1], rows[first])) first -= 1;
  let last = rows.length - bottom;
  while (last < rows.length && !isApart(rows[last - 1], rows[last])) last += 1;
  const kept = rows.slice(first, Math.max(first, last));
  // What a page consists of runs over nothing: labels, cards and slides that are all alike.
  return kept.length > 0 ? kept : [...rows];
}

/** How many rows, from the edge on, stand on other pages as well. */
function runningRows(own: readonly EdgeRow[], others: readonly (readonly [number, readonly EdgeRow[]])[]): number {
  const needed = Math.max(others.length < 3 ? others.length : MIN_PAGES - 1, SHARE * others.length);
  if (others.length === 0) return 0;
  let running = 0;
  own.forEach((row, i) => {
    const same = others.filter(([distance, rows]) =>
      rows.some((other, j) => isSame(row, other) || (i === 0 && j === 0 && counts(row, other, distance))),
    );
    if (same.length >= needed && i === running) running = i + 1;
  });
  return running;
}

function isSame(a: EdgeRow, b: EdgeRow): boolean {
  const isAlike = a.text === b.text || (a.pattern !== undefined && a.pattern === b.pattern);
  return isAlike && Math.abs(a.y - b.y) < SAME_PLACE;
}

/** Page numbers go up with the pages, wherever they stand. */
function counts(a: EdgeRow, b: EdgeRow, distance: number): boolean {
  return a.number !== undefined && b.number !== undefined && b.number - a.number === distance;
}

/** The header of a table that goes on over pages stands close to its rows. */
function isApart(above: Row | undefined, below: Row | undefined): boolean {
  if (!above || !below) return true;
  return below.y - above.y > GAP * Math.max(above.size, below.size);
}

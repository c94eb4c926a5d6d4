import { areRunningText, EDGE, MIN_LINES, type Side, sidesOf } from './column-lines.ts';
import type { Row } from './rows.ts';
import { withoutTables } from './wide-tables.ts';

/** In points: how wide the gap before a column is at least. */
const GUTTER = 6;
/** In heights of the text. */
const LINE_GAP = 1.8;

/**
 * Parts rows where running text stands in columns: above, the columns from left to right, below. Columns of tables stay
 * together, since their cells do not fill them; and so does a table that stands across the columns.
 */
export function splitColumns(rows: readonly Row[]): Row[][] {
  const { edge, bands } = findBands(rows);
  if (bands.length === 0) return rows.length > 0 ? [[...rows]] : [];
  const regions: Row[][] = [];
  let from = 0;
  for (const { start, end } of bands) {
    const inside = rows.slice(start, end);
    regions.push(...splitColumns(rows.slice(from, start)));
    for (const side of ['left', 'right'] as const) regions.push(...splitColumns(rowsOfSide(inside, edge, side)));
    from = end;
  }
  return [...regions, ...splitColumns(rows.slice(from))];
}

function rowsOfSide(rows: readonly Row[], edge: number, side: Side): Row[] {
  return rows.flatMap((row) => {
    const phrases = sidesOf(row, edge)[side];
    return phrases.length > 0 ? [{ ...row, phrases }] : [];
  });
}

interface Band {
  readonly start: number;
  readonly end: number;
}

/** Rows in two columns, the right one of which begins at `edge`; parted where something stands across them. */
interface Bands {
  readonly edge: number;
  readonly bands: readonly Band[];
}

function findBands(rows: readonly Row[]): Bands {
  for (const edge of edgesOf(rows)) {
    let start = 0;
    for (let i = 0; i <= rows.length; i += 1) {
      if (i < rows.length && !crosses(rows[i]!, edge)) continue;
      const bands = bandsWithin(rows, start, i, edge);
      if (bands.length > 0) return { edge, bands };
      start = i + 1;
    }
  }
  return { edge: 0, bands: [] };
}

/** The parts between tables, each of them judged by itself; short ones with the others. */
function bandsWithin(rows: readonly Row[], from: number, to: number, edge: number): Band[] {
  if (!hasLinesAt(rows, from, to, edge)) return [];
  const parts = withoutTables(rows, from, to, edge).flatMap((part) => trim(rows, part.start, part.end, edge) ?? []);
  const areColumns = (chosen: readonly Band[]) =>
    areRunningText(
      chosen.flatMap(({ start, end }) => rows.slice(start, end)),
      edge,
    );
  const areTogether = parts.length > 1 && areColumns(parts);
  return parts.filter((part) => areColumns([part]) || (areTogether && part.end - part.start < MIN_LINES));
}

/** Whether enough rows reach to the right of an edge; most edges are those of tables' figures, and are done with here. */
function hasLinesAt(rows: readonly Row[], from: number, to: number, edge: number): boolean {
  let count = 0;
  for (let i = from; i < to && count < MIN_LINES; i += 1) if (rows[i]!.phrases.at(-1)!.x >= edge - EDGE) count += 1;
  return count >= MIN_LINES;
}

/** Places where many lines begin, but not those at the left, from left to right. */
function edgesOf(rows: readonly Row[]): number[] {
  const starts = rows.flatMap(({ phrases }) => phrases.map(({ x }) => x)).sort((a, b) => a - b);
  const left = Math.min(...starts);
  const edges: number[] = [];
  for (let i = 0; i < starts.length; ) {
    let j = i;
    while (j < starts.length && starts[j]! - starts[i]! < EDGE) j += 1;
    if (j - i >= MIN_LINES && starts[i]! > left + 60) edges.push(starts[i]!);
    i = j;
  }
  return edges;
}

function crosses({ phrases }: Row, edge: number): boolean {
  return phrases.some(({ x, end }) => x < edge - EDGE && end > edge - GUTTER);
}

/** From the first to the last line on the right, and as far as the lines on the left go on from there. */
function trim(rows: readonly Row[], from: number, to: number, edge: number): Band | undefined {
  const isRight = ({ phrases }: Row) => phrases.some(({ x }) => x >= edge - EDGE);
  let start = rows.findIndex((row, i) => i >= from && i < to && isRight(row));
  let end = rows.findLastIndex((row, i) => i >= from && i < to && isRight(row)) + 1;
  if (start === -1) return undefined;
  const goesOn = (above: Row, below: Row) => below.y - above.y < LINE_GAP * Math.max(above.size, below.size);
  while (start > from && goesOn(rows[start - 1]!, rows[start]!) && rows[start - 1]!.size <= 1.1 * rows[start]!.size)
    start -= 1;
  while (end < to && goesOn(rows[end - 1]!, rows[end]!)) end += 1;
  return { start, end };
}

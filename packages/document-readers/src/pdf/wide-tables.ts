import { EDGE, extentOf, hasFigures, isProse, type Line, sidesOf } from './column-lines.ts';
import type { Row } from './rows.ts';
import { isFigure } from './table/cells.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Fewer rows with figures may be the ends of two paragraphs. */
const MIN_ROWS = 2;
/** Rows between two with figures, which name a group or go on with a label; and rows of a header. */
const MAX_BETWEEN = 3;
const MAX_HEADERS = 4;
/** In heights of the text: the widest gap between two rows of a table. */
const MAX_GAP = 3.4;
const CURRENCY = /^[$€£¥(]+$/;

/** What is left of a span of rows without the tables that stand across the edge of a column. */
export function withoutTables(rows: readonly Row[], from: number, to: number, edge: number): Span[] {
  const parts: Span[] = [];
  let start = from;
  for (const table of tablesAcross(rows, from, to, edge)) {
    if (table.start > start) parts.push({ start, end: table.start });
    start = table.end;
  }
  if (start < to) parts.push({ start, end: to });
  return parts;
}

function tablesAcross(rows: readonly Row[], from: number, to: number, edge: number): Span[] {
  const lines = rows.slice(from, to).map((row) => sidesOf(row, edge));
  const columns = { left: extentOf(lines.map(({ left }) => left)), right: extentOf(lines.map(({ right }) => right)) };
  const kinds = lines.map(({ left, right }) => {
    const hasProse = isProse(left, columns.left) || isProse(right, columns.right);
    return { hasProse, isAcross: left.length > 0 && right.length > 0 && isAcross(left, right, edge, hasProse) };
  });
  const isNear = (i: number) => rows[i]!.y - rows[i - 1]!.y < MAX_GAP * Math.max(rows[i]!.size, rows[i - 1]!.size);
  const tables: Span[] = [];
  for (let i = from; i < to; i += 1) {
    if (!kinds[i - from]!.isAcross) continue;
    let end = i + 1;
    let count = 1;
    for (let j = end; j < to && j - end <= MAX_BETWEEN && isNear(j); j += 1) {
      const { hasProse, isAcross } = kinds[j - from]!;
      if (hasProse && !isAcross) break;
      if (!isAcross) continue;
      end = j + 1;
      count += 1;
    }
    if (count >= MIN_ROWS) {
      const least = tables.at(-1)?.end ?? from;
      tables.push({ start: headerOf(rows, i, least, (row) => kinds[row - from]!.hasProse), end });
    }
    i = end - 1;
  }
  return tables;
}

/**
 * Whether the right side of a row goes on with the left one: with figures alone, which a long label may name, or with
 * cells that begin elsewhere than the lines of the column do, where their own labels would stand.
 */
function isAcross(left: Line, right: Line, edge: number, hasProse: boolean): boolean {
  const isAtEdge = Math.abs(right[0]!.x - edge) < EDGE;
  if (right.every(({ text }) => isFigure(text) || CURRENCY.test(text))) return !(isAtEdge && hasProse);
  return !hasProse && !isAtEdge && (hasFigures(left) || hasFigures(right));
}

/** Rows above the first figures that stand nearer to them than to what is above, and are no running text. */
function headerOf(rows: readonly Row[], body: number, least: number, hasProse: (row: number) => boolean): number {
  let start = body;
  while (start > least && body - start < MAX_HEADERS && !hasProse(start - 1)) {
    const below = rows[start]!.y - rows[start - 1]!.y;
    const above = start - 1 > least ? rows[start - 1]!.y - rows[start - 2]!.y : Infinity;
    if (below > above || below > MAX_GAP * rows[start]!.size) break;
    start -= 1;
  }
  return start;
}

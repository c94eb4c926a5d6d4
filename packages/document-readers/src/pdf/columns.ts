import type { Phrase, Row } from './rows.ts';
import { isFigure } from './table/cells.ts';

/** In points: how exactly the lines of a column begin at one place, and how wide the gap before it is at least. */
const EDGE = 3;
const GUTTER = 6;
const MIN_LINES = 4;
/** What lines of running text have: the share of their column that they fill, and characters. */
const FILL = 0.55;
const CHARACTERS = 16;
/** In heights of the text. */
const LINE_GAP = 1.8;

/**
 * Parts rows where running text stands in columns: above, the columns from left to right, below. Columns of tables stay
 * together, since their cells do not fill them.
 */
export function splitColumns(rows: readonly Row[]): Row[][] {
  const band = findBand(rows);
  if (!band) return rows.length > 0 ? [[...rows]] : [];
  const { start, end, edge } = band;
  const inside = rows.slice(start, end);
  const side = (chosen: (phrase: Phrase) => boolean) =>
    inside.flatMap((row) => {
      const phrases = row.phrases.filter(chosen);
      return phrases.length > 0 ? [{ ...row, phrases }] : [];
    });
  return [
    ...splitColumns(rows.slice(0, start)),
    ...splitColumns(side(({ x }) => x < edge - EDGE)),
    ...splitColumns(side(({ x }) => x >= edge - EDGE)),
    ...splitColumns(rows.slice(end)),
  ];
}

interface Band {
  readonly start: number;
  readonly end: number;
  /** Where the lines of the column on the right begin. */
  readonly edge: number;
}

function findBand(rows: readonly Row[]): Band | undefined {
  for (const edge of edgesOf(rows)) {
    let start = 0;
    for (let i = 0; i <= rows.length; i += 1) {
      if (i < rows.length && !crosses(rows[i]!, edge)) continue;
      const band = trim(rows, start, i, edge);
      if (band && areColumns(rows.slice(band.start, band.end), edge)) return band;
      start = i + 1;
    }
  }
  return undefined;
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
  return { start, end, edge };
}

function areColumns(rows: readonly Row[], edge: number): boolean {
  const left = rows
    .map(({ phrases }) => phrases.filter(({ x }) => x < edge - EDGE))
    .filter((phrases) => phrases.length > 0);
  const right = rows
    .map(({ phrases }) => phrases.filter(({ x }) => x >= edge - EDGE))
    .filter((phrases) => phrases.length > 0);
  return isRunningText(left) && isRunningText(right);
}

function isRunningText(lines: readonly (readonly Phrase[])[]): boolean {
  if (lines.length < MIN_LINES) return false;
  const left = Math.min(...lines.map(([first]) => first!.x));
  const right = Math.max(...lines.map((phrases) => phrases.at(-1)!.end));
  const average = (measure: (phrases: readonly Phrase[]) => number) =>
    lines.reduce((sum, phrases) => sum + measure(phrases), 0) / lines.length;
  return (
    average((phrases) => (phrases.at(-1)!.end - phrases[0]!.x) / (right - left)) > FILL &&
    average((phrases) => phrases.reduce((sum, { text }) => sum + text.length, 0)) > CHARACTERS &&
    average((phrases) => phrases.length) < 1.4 &&
    average((phrases) => (isFigure(phrases.at(-1)!.text) ? 1 : 0)) < 0.15
  );
}

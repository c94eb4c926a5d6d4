import type { Phrase, Row } from './rows.ts';
import { isFigure, isYear } from './table/cells.ts';

/** In points: how exactly the lines of a column begin at one place. */
export const EDGE = 3;
export const MIN_LINES = 4;
/** What lines of running text have: the share of their column that they fill, and characters. */
const FILL = 0.55;
const CHARACTERS = 16;

export type Side = 'left' | 'right';
export type Line = readonly Phrase[];

/** The phrases of a row before and from where the column on the right begins. */
export function sidesOf({ phrases }: Row, edge: number): Record<Side, Line> {
  return {
    left: phrases.filter(({ x }) => x < edge - EDGE),
    right: phrases.filter(({ x }) => x >= edge - EDGE),
  };
}

interface Extent {
  readonly left: number;
  readonly right: number;
}

export function extentOf(lines: readonly Line[]): Extent {
  let [left, right] = [Infinity, -Infinity];
  for (const line of lines) {
    if (line.length === 0) continue;
    left = Math.min(left, line[0]!.x);
    right = Math.max(right, line.at(-1)!.end);
  }
  return { left, right };
}

/** Whether a line reads as one of running text: one phrase that fills its column. */
export function isProse(line: Line, column: Extent): boolean {
  return !hasFigures(line) && fill(line, column) > FILL && characters(line) > CHARACTERS;
}

/** Whether a line has figures in places of their own: it is a row of a table, in this column or over both. */
export function hasFigures(line: Line): boolean {
  return line.some(({ text }, i) => (i > 0 || line.length === 1) && (isFigure(text) || isYear(text)));
}

/** Whether rows are running text on both sides of an edge. A table in one column is not held against its lines. */
export function areRunningText(rows: readonly Row[], edge: number): boolean {
  const lines = rows.map((row) => sidesOf(row, edge));
  const columns = { left: extentOf(lines.map(({ left }) => left)), right: extentOf(lines.map(({ right }) => right)) };
  const linesOf = (side: Side, other: Side) =>
    lines.flatMap((row) => {
      const isTableBeside = hasFigures(row[side]) && (row[other].length === 0 || isProse(row[other], columns[other]));
      return row[side].length > 0 ? [{ line: row[side], isTableBeside }] : [];
    });
  return (
    isRunningText(linesOf('left', 'right'), columns.left) && isRunningText(linesOf('right', 'left'), columns.right)
  );
}

function isRunningText(all: readonly { line: Line; isTableBeside: boolean }[], column: Extent): boolean {
  const lines = all.flatMap(({ line, isTableBeside }) => (isTableBeside ? [] : [line]));
  if (lines.length < MIN_LINES || lines.length < all.length / 2) return false;
  const average = (measure: (line: Line) => number) =>
    lines.reduce((sum, line) => sum + measure(line), 0) / lines.length;
  return (
    average((line) => fill(line, column)) > FILL &&
    average(characters) > CHARACTERS &&
    average((line) => line.length) < 1.4 &&
    average((line) => (isFigure(line.at(-1)!.text) ? 1 : 0)) < 0.15
  );
}

function fill(line: Line, { left, right }: Extent): number {
  return line.length === 0 ? 0 : (line.at(-1)!.end - line[0]!.x) / (right - left);
}

function characters(line: Line): number {
  return line.reduce((sum, { text }) => sum + text.length, 0);
}

import type { Row } from '../rows.ts';
import { type Cell, cellsOf } from './cells.ts';

export interface Extent {
  readonly x: number;
  readonly end: number;
}

/** A row of the page, seen as a row of a table. */
export interface GridRow {
  readonly row: Row;
  readonly cells: readonly Cell[];
  /** It has figures in places of their own. */
  readonly isValues: boolean;
}

const LIST_MARK = /^(?:[•●▪◦‣■□○·∙–—*-]|\(?(?:\d{1,2}|[a-z]{1,4}|[A-Z])[.)])$/;
const GOES_ON =
  /(?:,|\(|—|\b(?:and|or|of|for|in|on|to|the|a|an|by|from|with|excluding|including|net|y|o|de|del|la|el|los|las|por|para|en|con))$/i;
/** A text this long beside a figure is a sentence, whose words stand wide apart. */
const LONG = 160;

export function gridRow(row: Row): GridRow {
  const cells = cellsOf(row);
  const [first, ...others] = cells;
  const isValues = others.some((cell) => cell.isFigure) && cells.every(({ text }) => text.length < LONG);
  return { row, cells, isValues: isValues && !(cells.length === 2 && LIST_MARK.test(first!.text) && first!.isFigure) };
}

/** A mark and the text of an item. */
export function isListRow({ cells }: GridRow): boolean {
  return cells.length === 2 && LIST_MARK.test(cells[0]!.text) && !cells[1]!.isFigure;
}

/** Its figures, but not one that is a label. */
export function figuresOf({ cells }: Pick<GridRow, 'cells'>): Extent[] {
  const areAll = cells.every(({ isFigure }) => isFigure);
  return cells.filter((cell, i) => cell.isFigure && (i > 0 || areAll));
}

export function overlap(a: Extent, b: Extent): boolean {
  return a.x < b.end && b.x < a.end;
}

/** Whether the second of two rows stands further below the first than so many heights of their text. */
export function isApart({ row: above }: GridRow, { row: below }: GridRow, heights: number): boolean {
  return below.y - above.y > heights * Math.max(above.size, below.size);
}

/** Whether a label or a cell is not at its end: the next line goes on with it. */
export function goesOn(text: string): boolean {
  return GOES_ON.test(text);
}

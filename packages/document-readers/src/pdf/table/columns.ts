import type { Cell } from './cells.ts';
import type { Extent, GridRow } from './grid-row.ts';

/** A column of cells; the leftmost one may hold the labels of the rows. */
export interface Grid {
  readonly labels: Extent | undefined;
  readonly columns: readonly Extent[];
}

/** Wider cells, by this share of the table, stand over several columns. */
const WIDE = 0.6;

/** Cells of one column overlap each other from row to row, and those of two columns do not. */
export function gridOf(rows: readonly GridRow[]): Grid {
  const cells = rows.filter(({ isValues }) => isValues).flatMap((row) => row.cells);
  const width = Math.max(...cells.map(({ end }) => end)) - Math.min(...cells.map(({ x }) => x));
  const narrow = cells.filter((cell) => cell.isFigure || cell.end - cell.x < WIDE * width).sort((a, b) => a.x - b.x);
  const groups: { x: number; end: number; cells: Cell[] }[] = [];
  for (const cell of narrow) {
    const last = groups.at(-1);
    if (last && cell.x < last.end) {
      last.end = Math.max(last.end, cell.end);
      last.cells.push(cell);
    } else {
      groups.push({ x: cell.x, end: cell.end, cells: [cell] });
    }
  }
  const [first, ...others] = groups;
  const isLabels =
    first !== undefined &&
    others.length > 0 &&
    first.cells.filter(({ isFigure }) => !isFigure).length * 2 > first.cells.length;
  if (!isLabels) return { labels: undefined, columns: groups };
  return { labels: first, columns: others };
}

/** The column under or over a cell: the one that it overlaps most, else the nearest. */
export function columnOf(cell: Extent, columns: readonly Extent[]): number {
  let best = { column: 0, overlap: -Infinity };
  columns.forEach((column, i) => {
    const overlap = Math.min(cell.end, column.end) - Math.max(cell.x, column.x);
    if (overlap > best.overlap) best = { column: i, overlap };
  });
  return best.column;
}

import type { Box } from '@pareto/contracts';
import type { Shape } from '../glyph-run.ts';
import { gridOf } from './columns.ts';
import type { TableSpan } from './find-tables.ts';
import { type Extent, type GridRow, overlap } from './grid-row.ts';
import { headersOf } from './headers.ts';
import { tableLines } from './labels.ts';
import { saysUnits } from './units.ts';
import type { Table } from './write-table.ts';

/** A table at the end of a page, which the next page may go on with. */
export interface CarriedTable {
  readonly table: Table;
  readonly columns: readonly Extent[];
}

/** The table of a span of rows. One without a header takes it from the table that it goes on with. */
export function figureTable(
  rows: readonly GridRow[],
  span: TableSpan,
  rules: readonly Shape[],
  carried: CarriedTable | undefined,
): CarriedTable {
  const body = rows.slice(span.body, span.end);
  const header = rows.slice(span.header, span.body).filter((_, i) => !span.captions.includes(span.header + i));
  const grid = gridOf(body);
  const { stub, columns } = headersOf(header, grid, rules);
  const table: Table = {
    captions: span.captions.map((i) => ({ text: rows[i]!.cells[0]!.text, box: boxAround([rows[i]!]) })),
    stub,
    columns,
    headerBox: header.length > 0 ? boxAround(header) : undefined,
    hasLabels: grid.labels !== undefined,
    lines: tableLines(body, grid),
  };
  const goesOn = header.length === 0 && carried !== undefined && isAlike(grid.columns, carried.columns);
  if (!goesOn) return { table, columns: grid.columns };
  // Its headers are not on this page: cells and context name them, its text does not.
  const { columns: above, stub: units } = carried.table;
  return { table: { ...table, columns: above, stub: saysUnits(units) ? units : '' }, columns: grid.columns };
}

function isAlike(a: readonly Extent[], b: readonly Extent[]): boolean {
  return a.length === b.length && a.every((column, i) => overlap(column, b[i]!));
}

export function boxAround(rows: readonly GridRow[]): Box {
  const cells = rows.flatMap((row) => row.cells);
  const x = Math.min(...cells.map((cell) => cell.x));
  const y = Math.min(...rows.map(({ row }) => row.top));
  return {
    x,
    y,
    width: Math.max(...cells.map(({ end }) => end)) - x,
    height: Math.max(...rows.map(({ row }) => row.bottom)) - y,
  };
}

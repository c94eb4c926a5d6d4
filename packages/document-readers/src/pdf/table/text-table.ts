import { boxAround } from './figure-table.ts';
import type { TextTableSpan } from './find-text-tables.ts';
import type { GridRow } from './grid-row.ts';
import type { TableLine } from './labels.ts';
import type { Table } from './write-table.ts';

/** In points. */
const EDGE = 3;
/** In heights of the text: a cell's next line is no further away. */
const LINE = 1.45;

/** A table of words: cells of several lines are joined, and each row is named by its first cell. */
export function textTable(rows: readonly GridRow[], { header, body, end, edges }: TextTableSpan): Table {
  const head = rows.slice(header, body);
  const [stub = '', ...columns] = joined(head, edges, true);
  return {
    captions: [],
    stub,
    columns,
    headerBox: head.length > 0 ? boxAround(head) : undefined,
    hasLabels: true,
    lines: logicalRows(rows.slice(body, end), edges).map((lines): TableLine => {
      const [label = '', ...cells] = joined(lines, edges, false);
      return { label, fullLabel: label, cells: cells.some(Boolean) ? cells : [], box: boxAround(lines) };
    }),
  };
}

/** Lines that belong to one row: a row begins where the first column has a cell, or after a gap. */
function logicalRows(rows: readonly GridRow[], edges: readonly number[]): GridRow[][] {
  const logical: GridRow[][] = [];
  rows.forEach((current, i) => {
    const before = rows[i - 1];
    const isClose = before !== undefined && current.row.y - before.row.y < LINE * current.row.size;
    const hasFirst = current.cells[0]!.x < edges[1]! - EDGE;
    const goesOn = isClose && (!hasFirst || (current.cells.length === 1 && /^[\p{Ll}(]/u.test(current.cells[0]!.text)));
    if (goesOn) logical.at(-1)!.push(current);
    else logical.push([current]);
  });
  return logical;
}

function joined(rows: readonly GridRow[], edges: readonly number[], isHeader: boolean): string[] {
  const texts = edges.map(() => '');
  for (const { cells } of rows) {
    for (const { text, x, end } of cells) {
      // Headers may be centred over their columns.
      const from = isHeader ? (x + end) / 2 : x + EDGE;
      const column = Math.max(
        0,
        edges.findLastIndex((edge) => edge <= from),
      );
      texts[column] = [texts[column], text].filter(Boolean).join(' ');
    }
  }
  return texts;
}

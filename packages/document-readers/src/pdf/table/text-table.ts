import { boxAround } from './figure-table.ts';
import type { TextTableSpan } from './find-text-tables.ts';
import type { GridRow } from './grid-row.ts';
import type { TableLine } from './labels.ts';
import type { Table } from './write-table.ts';

/** In points. */
const EDGE = 3;
/** In heights of the text: a cell's next line is no further away. */
const LINE = 1.45;
/** Of the closest lines: a wider gap parts rows, where this share of all gaps is wider. */
const WIDER = 1.15;
const GAPS_SHARE = 0.2;

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

/** Lines that belong to one row: rows are parted by wider gaps, or else begin where the first column has a cell. */
function logicalRows(rows: readonly GridRow[], edges: readonly number[]): GridRow[][] {
  const pitches = rows.slice(1).map(({ row }, i) => row.y - rows[i]!.row.y);
  const tight = Math.min(...pitches);
  const hasGaps = pitches.filter((pitch) => pitch > WIDER * tight).length > GAPS_SHARE * pitches.length;
  const logical: GridRow[][] = [];
  rows.forEach((current, i) => {
    const pitch = pitches[i - 1] ?? Infinity;
    const hasFirst = current.cells[0]!.x < edges[1]! - EDGE;
    const isRest = !hasFirst || (current.cells.length === 1 && /^[\p{Ll}(]/u.test(current.cells[0]!.text));
    const goesOn = hasGaps ? pitch <= WIDER * tight : pitch < LINE * current.row.size && isRest;
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

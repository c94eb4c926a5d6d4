import type { Box, TableCell, TableRow, TextLine } from '@pareto/contracts';
import type { Shape } from '../glyph-run.ts';
import type { PageWriter } from '../page-writer.ts';
import { gridOf } from './columns.ts';
import type { TableSpan } from './find-tables.ts';
import type { GridRow } from './grid-row.ts';
import { headersOf } from './headers.ts';
import { type TableLine, tableLines } from './labels.ts';
import { saysUnits } from './units.ts';

const SEPARATOR = ' | ';

/** Writes a table: one line for its headers, then one for each row, cells parted by bars. */
export function writeTable(
  writer: PageWriter,
  rows: readonly GridRow[],
  span: TableSpan,
  rules: readonly Shape[],
): void {
  const body = rows.slice(span.body, span.end);
  const header = rows.slice(span.header, span.body);
  const grid = gridOf(body);
  const { stub, columns } = headersOf(header, grid, rules);
  const start = writer.begin();
  const lines: TextLine[] = [];
  const written: TableRow[] = [];
  for (const i of span.captions) {
    lines.push(writer.line(rows[i]!.cells[0]!.text, boxAround([rows[i]!])));
    writer.write('\n');
  }
  if (columns.some(Boolean)) {
    const texts = stub === '' ? columns : [stub, ...columns];
    lines.push(writer.line(texts.join(SEPARATOR), boxAround(header)));
    writer.write('\n');
  }
  for (const [i, line] of tableLines(body, grid).entries()) {
    if (i > 0) writer.write('\n');
    const { text, cells } = layOutLine(line, grid.labels !== undefined, columns, writer.length);
    const written_ = writer.line(text, line.box);
    lines.push(written_);
    written.push({ start: written_.start, end: written_.end, label: line.fullLabel, cells });
  }
  const captions = [...span.captions.map((i) => rows[i]!.cells[0]!.text), ...(saysUnits(stub) ? [stub] : [])];
  const caption = captions.join(' ').replace(/^\((.*)\)$/, '$1') || undefined;
  writer.add({ kind: 'table', start, end: writer.length, lines, rows: written, caption });
}

function layOutLine(
  { label, cells: texts }: TableLine,
  hasLabels: boolean,
  columns: readonly string[],
  start: number,
): { text: string; cells: TableCell[] } {
  const cells: TableCell[] = [];
  let text = hasLabels ? label : '';
  texts.forEach((cell, i) => {
    if (hasLabels || i > 0) text += SEPARATOR;
    if (cell !== '')
      cells.push({ start: start + text.length, end: start + text.length + cell.length, column: columns[i] ?? '' });
    text += cell;
  });
  return { text: text.trimEnd(), cells };
}

function boxAround(rows: readonly GridRow[]): Box {
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

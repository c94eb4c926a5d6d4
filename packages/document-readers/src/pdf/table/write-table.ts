import type { Box, TableCell, TableRow, TextLine } from '@pareto/contracts';
import type { PageWriter } from '../page-writer.ts';
import type { TableLine } from './labels.ts';
import { saysUnits } from './units.ts';

const SEPARATOR = ' | ';

/** A table, ready to be written. */
export interface Table {
  /** Rows above it that say what its figures are. */
  readonly captions: readonly { readonly text: string; readonly box: Box }[];
  /** What stands over the labels. */
  readonly stub: string;
  /** Headers of the columns; empty texts where there are none. */
  readonly columns: readonly string[];
  readonly headerBox: Box | undefined;
  readonly hasLabels: boolean;
  readonly lines: readonly TableLine[];
}

/** Writes a table: its captions, one line for its headers, then one for each row, cells parted by bars. */
export function writeTable(writer: PageWriter, { captions, stub, columns, headerBox, hasLabels, lines }: Table): void {
  const start = writer.begin();
  const written: TextLine[] = [];
  const rows: TableRow[] = [];
  for (const { text, box } of captions) {
    written.push(writer.line(text, box));
    writer.write('\n');
  }
  if (headerBox && columns.some(Boolean)) {
    const texts = stub === '' ? columns : [stub, ...columns];
    written.push(writer.line(texts.join(SEPARATOR), headerBox));
    writer.write('\n');
  }
  lines.forEach((line, i) => {
    if (i > 0) writer.write('\n');
    const { text, cells } = setCells(line, hasLabels, columns, writer.length);
    const row = writer.line(text, line.box);
    written.push(row);
    rows.push({ start: row.start, end: row.end, label: line.fullLabel, cells });
  });
  const units = [...captions.map(({ text }) => text), ...(saysUnits(stub) ? [stub] : [])];
  const caption = units.join(' ').replace(/^\((.*)\)$/, '$1') || undefined;
  writer.add({ kind: 'table', start, end: writer.length, lines: written, rows, caption });
}

/** Empty cells keep their bars, so that the others stay in their columns. */
function setCells(
  { label, cells: texts }: TableLine,
  hasLabels: boolean,
  columns: readonly string[],
  start: number,
): { text: string; cells: TableCell[] } {
  const cells: TableCell[] = [];
  let text = hasLabels ? label : '';
  texts.forEach((cell, i) => {
    if (hasLabels || i > 0) text += SEPARATOR;
    const from = start + text.length;
    if (cell !== '') cells.push({ start: from, end: from + cell.length, column: columns[i] ?? '' });
    text += cell;
  });
  return { text: text.trimEnd(), cells };
}

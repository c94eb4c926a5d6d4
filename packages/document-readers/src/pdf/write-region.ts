import type { TextLine } from '@pareto/contracts';
import type { Shape } from './glyph-run.ts';
import type { PageWriter } from './page-writer.ts';
import type { Row } from './rows.ts';
import { isContents } from './table/contents.ts';
import { boxAround, type CarriedTable, figureTable } from './table/figure-table.ts';
import { findTables, type TableSpan } from './table/find-tables.ts';
import { findTextTables } from './table/find-text-tables.ts';
import { type GridRow, gridRow } from './table/grid-row.ts';
import { textTable } from './table/text-table.ts';
import { writeTable } from './table/write-table.ts';
import { type DocumentStyle, writeProse } from './write-prose.ts';

/**
 * Writes one column of a page: tables of figures, tables of words, and running text between them.
 * @returns the table that it ends with.
 */
export function writeRegion(
  writer: PageWriter,
  rows: readonly Row[],
  rules: readonly Shape[],
  style: DocumentStyle,
  carried: CarriedTable | undefined,
): CarriedTable | undefined {
  const grid = rows.map(gridRow);
  let from = 0;
  let last: CarriedTable | undefined;
  for (const span of findTables(grid)) {
    writeWords(writer, grid.slice(from, firstRow(span)), style);
    if (isContents(grid.slice(span.body, span.end))) {
      writeContents(writer, grid.slice(firstRow(span), span.end));
      last = undefined;
    } else {
      last = figureTable(grid, span, rules, last ?? (firstRow(span) === 0 ? carried : undefined));
      writeTable(writer, last.table);
    }
    from = span.end;
  }
  writeWords(writer, grid.slice(from), style);
  return from === grid.length ? last : undefined;
}

function firstRow({ header, captions }: TableSpan): number {
  return Math.min(header, ...captions);
}

function writeWords(writer: PageWriter, grid: readonly GridRow[], style: DocumentStyle): void {
  let from = 0;
  for (const span of findTextTables(grid)) {
    writeRows(writer, grid.slice(from, span.header), style);
    writeTable(writer, textTable(grid, span));
    from = span.end;
  }
  writeRows(writer, grid.slice(from), style);
}

function writeRows(writer: PageWriter, grid: readonly GridRow[], style: DocumentStyle): void {
  writeProse(
    writer,
    grid.map(({ row }) => row),
    style,
  );
}

/** A table of contents: one line for each entry. */
function writeContents(writer: PageWriter, grid: readonly GridRow[]): void {
  const start = writer.begin();
  const lines: TextLine[] = grid.map((current, i) => {
    if (i > 0) writer.write('\n');
    return writer.line(current.cells.map(({ text }) => text).join(' '), boxAround([current]));
  });
  writer.add({ kind: 'paragraph', start, end: writer.length, lines });
}

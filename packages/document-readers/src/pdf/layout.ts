import type { DocumentPage, TextLine } from '@pareto/contracts';
import type { PageContent } from './glyph-run.ts';
import { PageWriter } from './page-writer.ts';
import { type Row, rowsOf } from './rows.ts';
import { findTables } from './table/find-tables.ts';
import { gridRow } from './table/grid-row.ts';
import { writeTable } from './table/write-table.ts';

/** A page's text in reading order. */
export function layOut(number: number, { width, height, runs, fills }: PageContent): DocumentPage {
  const writer = new PageWriter();
  const rows = rowsOf(runs.filter(({ isInvisible }) => !isInvisible));
  const rules = fills.filter((fill) => fill.height < 2.5 && fill.width > 8);
  const grid = rows.map(gridRow);
  let from = 0;
  for (const table of findTables(grid)) {
    writeProse(writer, rows.slice(from, table.header));
    writeTable(writer, grid, table, rules);
    from = table.end;
  }
  writeProse(writer, rows.slice(from));
  return writer.page(number, width, height, []);
}

function writeProse(writer: PageWriter, rows: readonly Row[]): void {
  const blocks: Row[][] = [];
  rows.forEach((row, i) => {
    const before = rows[i - 1];
    if (before && row.y - before.y < 1.4 * row.size) blocks.at(-1)!.push(row);
    else blocks.push([row]);
  });
  for (const block of blocks) {
    const start = writer.begin();
    const lines: TextLine[] = [];
    for (const row of block) {
      if (lines.length > 0) writer.write(' ');
      const [x, end] = [row.phrases[0]!.x, row.phrases.at(-1)!.end];
      const box = { x, y: row.top, width: end - x, height: row.bottom - row.top };
      lines.push(writer.line(row.phrases.map(({ text }) => text).join(' '), box));
    }
    writer.add({ kind: 'paragraph', start, end: writer.length, lines });
  }
}

import type { ConcealedText, DocumentPage } from '@pareto/contracts';
import { splitColumns } from './columns.ts';
import type { Shape } from './glyph-run.ts';
import { PageWriter } from './page-writer.ts';
import type { Row } from './rows.ts';
import { findTables } from './table/find-tables.ts';
import { gridRow } from './table/grid-row.ts';
import { writeTable } from './table/write-table.ts';
import { type DocumentStyle, writeProse } from './write-prose.ts';

export interface PageLayout {
  readonly width: number;
  readonly height: number;
  /** Rows of each way that text runs, the most frequent first, in their own frames. */
  readonly frames: readonly Frame[];
  readonly rules: readonly Shape[];
  readonly concealed: readonly ConcealedText[];
}

export interface Frame {
  readonly turn: number;
  readonly rows: readonly Row[];
}

/** A page's text in reading order. */
export function writePage(number: number, layout: PageLayout, style: DocumentStyle): DocumentPage {
  const { width, height, frames, rules, concealed } = layout;
  const writer = new PageWriter(width, height);
  for (const { turn, rows } of frames) {
    writer.turn = turn;
    for (const region of splitColumns(rows)) writeRegion(writer, region, turn === 0 ? rules : [], style);
  }
  return writer.page(number, concealed);
}

function writeRegion(writer: PageWriter, rows: readonly Row[], rules: readonly Shape[], style: DocumentStyle): void {
  const grid = rows.map(gridRow);
  let from = 0;
  for (const table of findTables(grid)) {
    writeProse(writer, rows.slice(from, table.captions[0] ?? table.header), style);
    writeTable(writer, grid, table, rules);
    from = table.end;
  }
  writeProse(writer, rows.slice(from), style);
}

import type { ConcealedText, DocumentPage } from '@pareto/contracts';
import { splitColumns } from './columns.ts';
import type { Shape } from './glyph-run.ts';
import { PageWriter } from './page-writer.ts';
import type { Row } from './rows.ts';
import type { CarriedTable } from './table/figure-table.ts';
import type { DocumentStyle } from './write-prose.ts';
import { writeRegion } from './write-region.ts';

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

/** Writes pages one after the other: a table may go on over them. */
export class DocumentWriter {
  readonly #style: DocumentStyle;
  #carried: CarriedTable | undefined;

  constructor(style: DocumentStyle) {
    this.#style = style;
  }

  /** A page's text in reading order. */
  page(number: number, { width, height, frames, rules, concealed }: PageLayout): DocumentPage {
    const writer = new PageWriter(width, height);
    for (const { turn, rows } of frames) {
      writer.turn = turn;
      for (const region of splitColumns(rows))
        this.#carried = writeRegion(writer, region, turn === 0 ? rules : [], this.#style, this.#carried);
    }
    return writer.page(number, concealed);
  }
}

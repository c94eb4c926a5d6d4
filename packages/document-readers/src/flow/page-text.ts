import type { ConcealedText, DocumentPage, PageBlock, TableCell, TableRow, TextLine } from '@pareto/contracts';
import type { FlowBlock, FlowTable } from './flow-block.ts';

const CELL_SEPARATOR = ' | ';

/** Writes the text of one page block by block, and keeps where everything stands. */
export class PageText {
  readonly #blocks: PageBlock[] = [];
  readonly #concealed: ConcealedText[] = [];
  #text = '';

  add(block: FlowBlock): void {
    if (block.kind === 'page-break') return;
    if (block.kind === 'concealed') {
      this.#concealed.push({ reason: block.reason, text: block.text });
      return;
    }
    if (this.#text !== '') this.#text += '\n\n';
    const start = this.#text.length;
    if (block.kind === 'table') {
      const { lines, rows } = this.#writeTable(block);
      const caption = block.caption || undefined;
      this.#blocks.push({ kind: 'table', start, end: this.#text.length, lines, rows, caption });
    } else {
      const lines = block.text.split('\n').map((line, i) => this.#writeLine(line, i === 0));
      const level = block.kind === 'heading' ? block.level : undefined;
      this.#blocks.push({ kind: block.kind, level, start, end: this.#text.length, lines });
    }
  }

  toPage(number: number): DocumentPage {
    return { number, width: 0, height: 0, text: this.#text, blocks: this.#blocks, concealed: this.#concealed };
  }

  #writeLine(line: string, isFirst: boolean): TextLine {
    if (!isFirst) this.#text += '\n';
    const start = this.#text.length;
    this.#text += line;
    return { start, end: this.#text.length };
  }

  #writeTable({ header, columns, rows }: FlowTable): { lines: TextLine[]; rows: TableRow[] } {
    const lines: TextLine[] = [];
    const written: TableRow[] = [];
    let group = '';
    for (const row of header) lines.push(this.#writeLine(row.join(CELL_SEPARATOR), lines.length === 0));
    for (const row of rows) {
      const line = this.#writeLine(row.join(CELL_SEPARATOR), lines.length === 0);
      lines.push(line);
      const [first = '', ...others] = row;
      const isGroup = first !== '' && others.length > 0 && others.every((cell) => cell === '');
      if (isGroup) group = first;
      const label = group === '' || isGroup || first === '' ? first || group : `${group}: ${first}`;
      written.push({ ...line, label, cells: cellsOf(row, line.start, columns) });
    }
    return { lines, rows: written };
  }
}

function cellsOf(row: readonly string[], start: number, columns: readonly string[]): TableCell[] {
  const cells: TableCell[] = [];
  let at = start;
  row.forEach((text, i) => {
    if (text !== '') cells.push({ start: at, end: at + text.length, column: columns[i] ?? '' });
    at += text.length + CELL_SEPARATOR.length;
  });
  return cells;
}

import { collapse, type FlowBlock } from '../flow/flow-block.ts';
import { type HeaderCandidate, headerHeight } from './header-height.ts';

interface Cell {
  text: string;
  /** None of its text is not. */
  isBold: boolean;
  readonly isHeader: boolean;
  readonly columns: number;
  readonly rows: number;
}

interface Row {
  readonly cells: Cell[];
  readonly isInHead: boolean;
}

const MAX_SPAN = 100;
const MAX_COLUMNS = 500;

/** A row as wide as the table: what is written, and what the place belongs to where a cell spans several. */
interface GridRow extends HeaderCandidate {
  readonly shown: string[];
  readonly spansAll: boolean;
}

/** Collects the cells of one HTML table, and lays out those that span several columns or rows. */
export class TableGrid {
  readonly #rows: Row[] = [];
  caption = '';

  startRow(isInHead: boolean): void {
    this.#rows.push({ cells: [], isInHead });
  }

  startCell(isHeader: boolean, columns: number, rows: number): void {
    if (this.#rows.length === 0) this.startRow(false);
    const span = (value: number) => Math.min(MAX_SPAN, Math.max(1, Math.trunc(value) || 1));
    this.#rows.at(-1)!.cells.push({ text: '', isBold: true, isHeader, columns: span(columns), rows: span(rows) });
  }

  write(text: string, isBold = false): void {
    const cell = this.#rows.at(-1)?.cells.at(-1);
    if (!cell) return;
    cell.text += text;
    if (!isBold && text.trim() !== '') cell.isBold = false;
  }

  /** Paragraphs where the table only places its content; else the table, after a paragraph for its caption. */
  *blocks(isForLayout: boolean): Generator<FlowBlock> {
    const grid = this.#layOut();
    const width = Math.max(0, ...grid.map(({ shown }) => shown.length));
    const caption = collapse(this.caption);
    if (caption) yield { kind: 'paragraph', text: caption };
    if (isForLayout || width < 2) {
      for (const text of grid.flatMap(({ shown }) => shown)) if (text) yield { kind: 'paragraph', text };
      return;
    }
    const title = grid.length > 1 && grid[0]!.spansAll ? grid.shift()!.shown[0]! : '';
    if (title) yield { kind: 'paragraph', text: title };
    const height = headerHeight(grid);
    const [header, rows] = [grid.slice(0, height), grid.slice(height)];
    if (grid.length === 0) return;
    yield {
      kind: 'table',
      caption: [caption, title].filter(Boolean).join(' '),
      header: header.map(({ shown }) => shown),
      columns: columnHeaders(header),
      rows: rows.map(({ shown }) => shown),
    };
  }

  #layOut(): GridRow[] {
    /** Cells of rows above that reach down: text, and how many rows more. */
    const reaching: { text: string; rows: number }[] = [];
    const grid = this.#rows.map(({ cells, isInHead }): GridRow => {
      const shown: string[] = [];
      const meant: string[] = [];
      const [first, ...others] = cells;
      const areOthers = others.length > 0 && others.every((cell) => cell.isHeader);
      // Over the labels, the corner may be no header itself: it is empty.
      const isHeader = isInHead || (areOthers && (first!.isHeader || first!.text.trim() === ''));
      const fillFromAbove = () => {
        for (let above = reaching[shown.length]; above && above.rows > 0; above = reaching[shown.length]) {
          above.rows -= 1;
          meant.push(above.text);
          // A row of figures stays whole when it is read alone; a header is not said twice.
          shown.push(isHeader ? '' : above.text);
        }
      };
      for (const cell of cells) {
        fillFromAbove();
        const text = collapse(cell.text);
        for (let i = 0; i < cell.columns && shown.length < MAX_COLUMNS; i += 1) {
          reaching[shown.length] = { text: i === 0 || isHeader ? text : '', rows: cell.rows - 1 };
          shown.push(i === 0 ? text : '');
          meant.push(text);
        }
      }
      fillFromAbove();
      const spansAll = cells.length === 1 && cells[0]!.columns > 1;
      const isBold = cells.every((cell) => cell.isBold);
      const isNamed = first?.isHeader === true && others.some((cell) => !cell.isHeader);
      return { shown, meant, isHeader, isBold, isNamed, spansAll };
    });
    return grid.filter(({ shown }) => shown.some(Boolean));
  }
}

/** Levels joined, a cell that spans levels once. */
function columnHeaders(header: readonly GridRow[]): string[] {
  const width = Math.max(0, ...header.map(({ meant }) => meant.length));
  return Array.from({ length: width }, (_, column) => {
    const levels = header.map(({ meant }) => meant[column] ?? '').filter(Boolean);
    return levels.filter((text, i) => text !== levels[i - 1]).join(' ');
  });
}

import type { Box, ConcealedText, DocumentPage, PageBlock, TextLine } from '@pareto/contracts';
import { turnedBox } from './visibility.ts';

/** Writes the text of one page piece by piece, and keeps where everything stands. */
export class PageWriter {
  readonly #width: number;
  readonly #height: number;
  readonly #blocks: PageBlock[] = [];
  #text = '';
  /** Of the frame in which boxes are given. See `GlyphRun.turn`. */
  turn = 0;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** Where the next piece will start. */
  get length(): number {
    return this.#text.length;
  }

  /** Parts the next block from what is there. @returns where it starts. */
  begin(): number {
    if (this.#text !== '') this.#text += '\n\n';
    return this.#text.length;
  }

  write(text: string): void {
    this.#text += text;
  }

  line(text: string, box: Box): TextLine {
    const start = this.#text.length;
    this.#text += text;
    return { start, end: this.#text.length, box: rounded(turnedBox(box, this.turn, this.#width, this.#height)) };
  }

  add(block: PageBlock): void {
    this.#blocks.push(block);
  }

  page(number: number, concealed: readonly ConcealedText[]): DocumentPage {
    const [width, height] = [hundredths(this.#width), hundredths(this.#height)];
    return { number, width, height, text: this.#text, blocks: this.#blocks, concealed };
  }
}

function rounded({ x, y, width, height }: Box): Box {
  return { x: hundredths(x), y: hundredths(y), width: hundredths(width), height: hundredths(height) };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

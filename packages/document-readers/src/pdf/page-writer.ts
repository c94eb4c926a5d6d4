import type { Box, ConcealedText, DocumentPage, PageBlock, TextLine } from '@pareto/contracts';

/** Writes the text of one page piece by piece, and keeps where everything stands. */
export class PageWriter {
  readonly #blocks: PageBlock[] = [];
  #text = '';

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
    return { start, end: this.#text.length, box };
  }

  add(block: PageBlock): void {
    this.#blocks.push(block);
  }

  page(number: number, width: number, height: number, concealed: readonly ConcealedText[]): DocumentPage {
    return { number, width, height, text: this.#text, blocks: this.#blocks, concealed };
  }
}

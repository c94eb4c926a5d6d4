import type { DocumentPage } from '@pareto/contracts';
import type { FlowBlock } from './flow-block.ts';
import { PageText } from './page-text.ts';

/** A page of a format that has none, in UTF-16 code units: about what a printed page holds. */
export const PAGE_CHARACTERS = 3_000;

/** A section begins a page of its own where the one before is at least so full. */
const SECTION_CHARACTERS = PAGE_CHARACTERS / 2;

/** Parts a flow into pages: before headings where it can be, else between blocks, rows, sentences, words. */
export function paginate(flow: Iterable<FlowBlock>): DocumentPage[] {
  const pages: FlowBlock[][] = [[]];
  let length = 0;
  for (const block of [...flow].flatMap(divide)) {
    const page = pages.at(-1)!;
    const size = sizeOf(block);
    const isFull = length + size > PAGE_CHARACTERS || (block.kind === 'heading' && length >= SECTION_CHARACTERS);
    if (length > 0 && (block.kind === 'page-break' || (isFull && size > 0))) {
      // Headings go with what they are about.
      const from = block.kind === 'page-break' ? page.length : page.findLastIndex(({ kind }) => kind !== 'heading') + 1;
      const carried = from > 0 ? page.splice(from) : [];
      pages.push(carried);
      length = carried.reduce((sum, heading) => sum + sizeOf(heading), 0);
    }
    pages.at(-1)!.push(block);
    length += size;
  }
  return pages.map((blocks, i) => {
    const page = new PageText();
    for (const block of blocks) page.add(block);
    return page.toPage(i + 1);
  });
}

function sizeOf(block: FlowBlock): number {
  if (block.kind === 'page-break' || block.kind === 'concealed') return 0;
  if (block.kind !== 'table') return block.text.length + 2;
  return [...block.header, ...block.rows].reduce((sum, row) => sum + rowSize(row), 2);
}

function rowSize(row: readonly string[]): number {
  return row.reduce((sum, cell) => sum + cell.length + 3, 0);
}

/** Parts of a block that fit a page each. */
function divide(block: FlowBlock): FlowBlock[] {
  if (sizeOf(block) <= PAGE_CHARACTERS || block.kind === 'page-break' || block.kind === 'concealed') return [block];
  if (block.kind !== 'table') return divideText(block.text).map((text) => ({ ...block, text }));
  const parts: string[][][] = [[]];
  let length = block.header.reduce((sum, row) => sum + rowSize(row), 0);
  for (const row of block.rows) {
    if (length + rowSize(row) > PAGE_CHARACTERS && parts.at(-1)!.length > 0) {
      parts.push([]);
      length = block.header.reduce((sum, header) => sum + rowSize(header), 0);
    }
    parts.at(-1)!.push([...row]);
    length += rowSize(row);
  }
  // The header stands again above each part, as on paper.
  return parts.map((rows) => ({ ...block, rows }));
}

function divideText(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  while (text.length - start > PAGE_CHARACTERS) {
    const window = text.slice(start, start + PAGE_CHARACTERS);
    const cut = [/^[\s\S]*\n/, /^[\s\S]*[.!?。]\s/, /^[\s\S]*\s/].map((end) => end.exec(window)?.[0].length ?? 0);
    // A surrogate pair stays whole, whatever the text.
    const whole = /[\uD800-\uDBFF]$/.test(window) ? window.length - 1 : window.length;
    const length = cut.find((candidate) => candidate > PAGE_CHARACTERS / 4) ?? whole;
    parts.push(text.slice(start, start + length).trimEnd());
    start += length;
  }
  parts.push(text.slice(start));
  return parts.filter((part) => part.trim() !== '');
}

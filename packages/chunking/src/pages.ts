import type { DocumentPage, PageBlock } from '@pareto/contracts';
import { PROSE, type Splitter } from './boundaries.ts';
import type { Chunk, ChunkOptions, Span } from './chunk.ts';
import { fit, join } from './fit.ts';
import { HeadingPath, sharedPath } from './heading-path.ts';
import { rowGroup, tableContext } from './table-context.ts';

/** A passage of one page: `text === page.text.slice(start, end)`. */
export interface PageChunk extends Chunk {
  /** From 1. */
  readonly page: number;
  /** What a table's rows mean where they are cut off from it: caption and column headers; empty for prose. */
  readonly context: string;
}

/** A chunk below this share of `maxTokens` is read together with what follows, whatever begins there. */
const SMALL_SHARE = 0.25;

interface Piece extends Span {
  readonly tokens: number;
  readonly headings: readonly string[];
  readonly context: string;
  /** Of a row: what it belongs to ("Revenue"). */
  readonly group: string;
  /** Whether something new begins here: a section, a table, or prose after a table. */
  readonly opens: boolean;
  readonly isHeading: boolean;
}

/**
 * Cuts pages into passages that never reach over a page. Headings hold until one of their rank or above, over pages
 * too, so pages come in order. Passages of a page are in order, do not overlap, and leave out nothing but white space.
 */
export class PageChunker {
  readonly #options: ChunkOptions;
  readonly #path = new HeadingPath();

  constructor(options: ChunkOptions) {
    this.#options = options;
  }

  chunk(page: DocumentPage): PageChunk[] {
    return this.#groups(this.#pieces(page)).flatMap((group) => this.#chunksOf(page, group));
  }

  #pieces({ text, blocks }: DocumentPage): Piece[] {
    const pieces: Piece[] = [];
    let before: PageBlock['kind'] | undefined;
    for (const block of blocks) {
      const isHeading = block.kind === 'heading';
      if (isHeading) this.#path.enter(text.slice(block.start, block.end), block.level ?? 1);
      const opens = before !== 'heading' && (isHeading || (block.kind === 'table') !== (before === 'table'));
      const context = block.kind === 'table' ? tableContext(block) : '';
      const groups = new Map(block.rows?.map((row) => [row.start, rowGroup(row, text)]));
      this.#fit(text, block).forEach((piece, i) => {
        const group = groups.get(piece.start) ?? '';
        pieces.push({ ...piece, headings: this.#path.headings, context, group, opens: opens && i === 0, isHeading });
      });
      before = block.kind;
    }
    return pieces;
  }

  #fit(text: string, block: PageBlock) {
    if (block.kind !== 'table') return fit(text, block, PROSE, this.#options);
    return block.lines.flatMap((line) => fit(text, line, ROW, this.#options));
  }

  /** Pieces that are read together: as many as fit, from one thing that begins to the next. */
  #groups(pieces: readonly Piece[]): Piece[][] {
    const { maxTokens } = this.#options;
    const groups: Piece[][] = [];
    let tokens = 0;
    for (const piece of pieces) {
      const group = groups.at(-1);
      const isSmall = tokens < maxTokens * SMALL_SHARE;
      const fits = tokens + piece.tokens <= maxTokens;
      if (group && fits && (isSmall || !piece.opens)) {
        group.push(piece);
        tokens += piece.tokens;
        continue;
      }
      // Headings go with what they are about.
      const from = group ? group.findLastIndex(({ isHeading }) => !isHeading) + 1 : 0;
      const carried = group && from > 0 && !piece.isHeading ? group.splice(from) : [];
      groups.push([...carried, piece]);
      tokens = [...carried, piece].reduce((sum, part) => sum + part.tokens, 0);
    }
    return groups;
  }

  #chunksOf(page: DocumentPage, pieces: readonly Piece[]): PageChunk[] {
    return join(page.text, pieces, this.#options).map(({ start, end, tokens }) => {
      const parts = pieces.filter((piece) => piece.start >= start && piece.end <= end);
      const bodies = parts.filter((piece) => !piece.isHeading);
      const headings = sharedPath((bodies.length > 0 ? bodies : parts.slice(-1)).map((piece) => piece.headings));
      const text = page.text.slice(start, end);
      const group = parts.find((piece) => piece.group !== '')?.group ?? '';
      const context = [
        parts.find((piece) => piece.context !== '')?.context ?? '',
        // A group that is named in the text says there which rows are its.
        text.includes(group) ? '' : group,
      ];
      return {
        text,
        start,
        end,
        tokens,
        headings,
        page: page.number,
        context: context.filter(Boolean).join(' \u2014 '),
      };
    });
  }
}

/** Rows are cut between cells where they must be cut. */
const ROW: readonly Splitter[] = PROSE.slice(1);

/** The passages of a document's pages, which may be read while they arrive. */
export async function* chunkPages(
  pages: AsyncIterable<DocumentPage> | Iterable<DocumentPage>,
  options: ChunkOptions,
): AsyncGenerator<PageChunk> {
  const chunker = new PageChunker(options);
  for await (const page of pages) yield* chunker.chunk(page);
}

import type { Block, Manuscript } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { INK, type Mark, type Piece } from './pieces.ts';
import { type Headings, piecesOf, textMark } from './text-pieces.ts';

export const PAGE = { width: 595.28, height: 841.89 };
const COLUMN_GAP = 24;

export interface SetPages {
  readonly pages: readonly (readonly Mark[])[];
  /** By heading, from 1. */
  readonly headingPages: readonly number[];
}

/** Puts the blocks of a manuscript on pages. */
export function setPages({ blocks, style }: Manuscript, fonts: Fonts): SetPages {
  const top = style.margin + 14;
  const bottom = PAGE.height - style.margin - 14;
  const width = PAGE.width - 2 * style.margin;
  const pages: Mark[][] = [[]];
  const headings: Headings = { titles: [] };
  const headingPages: number[] = [];
  let y = top;

  const turn = () => {
    pages.push([]);
    y = top;
  };
  const put = (piece: Piece, x: number) => {
    const isFirst = y === top;
    if (isFirst && piece.repeated) {
      pages.at(-1)!.push(...piece.repeated.marks(x, y));
      y += piece.repeated.height;
    }
    if (!isFirst) y += piece.before;
    pages.at(-1)!.push(...piece.marks(x, y));
    if (piece.heading !== undefined) headingPages[piece.heading] = pages.length;
    y += piece.height;
  };
  const flow = (pieces: readonly Piece[]) => {
    for (const group of groupsOf(pieces)) {
      if (y > top && y + heightOf(group) > bottom) turn();
      for (const piece of group) {
        if (y > top && y + piece.before + piece.height > bottom) turn();
        put(piece, style.margin);
      }
    }
  };
  const flowInColumns = (pieces: readonly Piece[], columnWidth: number) => {
    let rest = groupsOf(pieces);
    while (rest.length > 0) {
      if (bottom - y < 90) turn();
      const start = y === top ? top : y + style.size;
      // As high as the room allows, and no higher than both columns need.
      const needed = rest.reduce((sum, group) => sum + heightOf(group), 0) / 2 + style.size * 3;
      const limit = start + Math.min(bottom - start, needed);
      let lowest = start;
      for (const x of [style.margin, style.margin + columnWidth + COLUMN_GAP]) {
        y = start;
        while (rest.length > 0 && (y === start || y + heightOf(rest[0]!) <= limit)) {
          for (const piece of rest[0]!) put(y === start ? { ...piece, before: 0 } : piece, x);
          rest = rest.slice(1);
        }
        lowest = Math.max(lowest, y);
      }
      y = lowest;
      if (rest.length > 0) turn();
    }
  };

  const titles = blocks.flatMap((block) => (block.kind === 'heading' && block.level < 3 ? [block] : []));
  // Runs of blocks are set together, so that a heading stays with what follows it.
  let run: Piece[] = [];
  const settle = () => {
    flow(run);
    run = [];
  };
  for (const block of blocks) {
    if (block.kind === 'page-break') {
      settle();
      if (y > top) turn();
    } else if (block.kind === 'columns') {
      settle();
      const columnWidth = (width - COLUMN_GAP) / 2;
      flowInColumns(
        block.blocks.flatMap((inner) => piecesOf(inner, columnWidth, style, fonts, headings)),
        columnWidth,
      );
    } else if (block.kind === 'contents') run.push(...contentsPieces(titles, blocks, width, style.size, fonts));
    else run.push(...piecesOf(block, width, style, fonts, headings));
  }
  settle();
  return { pages, headingPages };
}

/** Pieces that stay on one page. */
function groupsOf(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  let open: Piece[] = [];
  for (const piece of pieces) {
    open.push(piece);
    if (piece.keep) continue;
    groups.push(open);
    open = [];
  }
  return open.length > 0 ? [...groups, open] : groups;
}

function heightOf(group: readonly Piece[]): number {
  return group.reduce((sum, { before, height }) => sum + before + height, 0);
}

function contentsPieces(
  titles: readonly Extract<Block, { kind: 'heading' }>[],
  blocks: readonly Block[],
  width: number,
  size: number,
  fonts: Fonts,
): Piece[] {
  const numbers = headingNumbers(blocks);
  return titles.map((title): Piece => {
    const font = title.level === 1 ? fonts.bold : fonts.plain;
    const [line] = fonts.lines(title.text, width - 40, size, font);
    return {
      height: size * 1.45,
      before: title.level === 1 ? size * 0.5 : 0,
      keep: false,
      marks: (x, y) => [
        ...line!.runs.map((run) => textMark(run.text, x + run.x + (title.level - 1) * 14, y, run.font, size, INK)),
        { kind: 'page-of', heading: numbers.get(title)!, x: x + width, y, font, size, colour: INK },
      ],
    };
  });
}

/** As they are numbered when they are set, those of level 3 and in columns included. */
function headingNumbers(blocks: readonly Block[]): Map<Block, number> {
  const all = blocks.flatMap((block) => (block.kind === 'columns' ? block.blocks : [block]));
  return new Map(all.filter(({ kind }) => kind === 'heading').map((heading, number) => [heading, number]));
}

import type { Block, Style } from './blocks.ts';
import type { FontName, Fonts, Line } from './fonts.ts';
import { GREY, INK, type Mark, type Piece } from './pieces.ts';
import { tablePieces } from './table-pieces.ts';

const LEADING = 1.36;
const HEADING_SIZES = { 1: 1.8, 2: 1.3, 3: 1.08 } as const;
const LIST_INDENT = 16;
const NOTE_INDENT = 10;

/** Numbers headings, in the order in which they are met. */
export interface Headings {
  readonly titles: { readonly level: number; readonly text: string }[];
}

export function piecesOf(block: Block, width: number, style: Style, fonts: Fonts, headings: Headings): Piece[] {
  switch (block.kind) {
    case 'heading':
      return headingPieces(block, width, style, fonts, headings);
    case 'paragraph':
      return paragraphPieces(block, width, style, fonts);
    case 'list':
      return block.items.flatMap((item, index) => listItem(item, index, block.ordered, width, style, fonts));
    case 'table':
      return tablePieces(block.table, width, style, fonts);
    case 'cover':
      return coverPieces(block, width, style, fonts);
    default:
      throw new Error(`a block without pieces of its own: ${block.kind}`);
  }
}

function headingPieces(
  { level, text }: Extract<Block, { kind: 'heading' }>,
  width: number,
  style: Style,
  fonts: Fonts,
  headings: Headings,
): Piece[] {
  const size = style.size * HEADING_SIZES[level];
  const number = headings.titles.push({ level, text }) - 1;
  const colour = level === 3 ? INK : style.accent;
  return fonts.lines(text, width, size, fonts.bold).map((line, index) => ({
    height: size * 1.3 + (level === 3 ? 1 : 4),
    before: index === 0 ? size * 0.9 : 0,
    keep: true,
    heading: index === 0 ? number : undefined,
    marks: (x, y) => lineMarks(line, x, y, size, colour),
  }));
}

function paragraphPieces(
  { text, style: kind = 'plain' }: Extract<Block, { kind: 'paragraph' }>,
  width: number,
  style: Style,
  fonts: Fonts,
): Piece[] {
  const size = kind === 'small' ? style.size * 0.85 : style.size;
  const indent = kind === 'note' ? NOTE_INDENT : 0;
  const lines = fonts.lines(text, width - 2 * indent, size);
  return lines.map((line, index) => ({
    height: size * LEADING,
    before: index === 0 ? size * 0.65 : 0,
    keep: isKept(index, lines.length),
    marks: (x, y) => {
      const left = kind === 'centred' ? x + (width - line.width) / 2 : x + indent;
      const bar: Mark[] =
        kind === 'note'
          ? [{ kind: 'box', x, y: y - 2, width: 2.5, height: size * LEADING + 1, colour: style.accent }]
          : [];
      return [...bar, ...lineMarks(line, left, y, size, INK)];
    },
  }));
}

/** No line of a paragraph stands alone at the bottom or the top of a page. */
function isKept(index: number, lines: number): boolean {
  return lines > 1 && (index === 0 || index === lines - 2);
}

function listItem(
  text: string,
  index: number,
  isOrdered: boolean,
  width: number,
  { size }: Style,
  fonts: Fonts,
): Piece[] {
  const label = isOrdered ? `${index + 1}.` : '•';
  const lines = fonts.lines(text, width - LIST_INDENT, size);
  return lines.map((line, at) => ({
    height: size * LEADING,
    before: at === 0 ? size * (index === 0 ? 0.6 : 0.25) : 0,
    keep: isKept(at, lines.length),
    marks: (x, y) => [
      ...(at === 0 ? [textMark(label, x + 2, y, fonts.plain, size, INK)] : []),
      ...lineMarks(line, x + LIST_INDENT, y, size, INK),
    ],
  }));
}

function coverPieces(
  { title, lines }: Extract<Block, { kind: 'cover' }>,
  width: number,
  { size, accent }: Style,
  fonts: Fonts,
): Piece[] {
  const large = size * 2.9;
  const medium = size * 1.2;
  const titleLines = fonts.lines(title, width, large, fonts.bold).map((line) => ({
    height: large * 1.2,
    before: 0,
    keep: true,
    marks: (x: number, y: number) => lineMarks(line, x, y, large, accent),
  }));
  const rest = lines.flatMap((text) =>
    fonts.lines(text, width, medium).map((line, index) => ({
      height: medium * LEADING,
      before: index === 0 ? medium * 0.7 : 0,
      keep: true,
      marks: (x: number, y: number) => lineMarks(line, x, y, medium, GREY),
    })),
  );
  const above: Piece = { height: 150, before: 0, keep: true, marks: () => [] };
  const rule: Piece = {
    height: 26,
    before: 0,
    keep: true,
    marks: (x, y) => [{ kind: 'rule', x, y: y + 12, width: 90, thickness: 3, colour: accent }],
  };
  return [above, ...titleLines, rule, ...rest];
}

export function lineMarks(line: Line, x: number, y: number, size: number, colour: string): Mark[] {
  return line.runs.map((run) => textMark(run.text, x + run.x, y, run.font, size, colour));
}

export function textMark(text: string, x: number, y: number, font: FontName, size: number, colour: string): Mark {
  return { kind: 'text', x, y, text, font, size, colour };
}

import type { Row, Style, Table } from './blocks.ts';
import type { FontName, Fonts, Line } from './fonts.ts';
import { GREY, INK, type Mark, type Piece } from './pieces.ts';

const GAP = 10;
const INDENT = 10;
const RULE = '#9aa1ab';

interface Place {
  readonly x: number;
  readonly width: number;
}

/** One piece for the caption, one for the header, one for each row; the header comes again on the next page. */
export function tablePieces(table: Table, width: number, style: Style, fonts: Fonts): Piece[] {
  const size = style.size * (table.isDense ? 0.8 : 0.92);
  const places = placesOf(table, width);
  const header = headerPiece(table, places, size, style, fonts, width);
  const caption = (table.caption ? fonts.lines(table.caption, width, size, fonts.bold) : []).map(
    (line, index): Piece => ({
      height: size * 1.35,
      before: index === 0 ? size : 0,
      keep: true,
      marks: (x, y) => line.runs.map((run) => ({ kind: 'text', ...run, x: x + run.x, y, size, colour: INK })),
    }),
  );
  const rows = table.rows.map((row, index) => ({
    ...rowPiece(row, table, places, size, fonts, width),
    repeated: header,
    // Neither the first row nor the last stands alone on a page.
    keep:
      row.style === 'group' ||
      index === 0 ||
      index === table.rows.length - 2 ||
      table.rows[index + 1]?.style === 'total',
  }));
  const last: Piece = {
    height: 6,
    before: 0,
    keep: false,
    marks: (x, y) => [{ kind: 'rule', x, y: y + 2, width, thickness: 0.6, colour: RULE }],
  };
  return [...caption, header, ...rows.with(-1, { ...rows.at(-1)!, keep: true }), last];
}

function placesOf({ columns }: Table, width: number): Place[] {
  const total = columns.reduce((sum, { weight }) => sum + weight, 0);
  const free = width - GAP * (columns.length - 1);
  let x = 0;
  return columns.map(({ weight }) => {
    const place = { x, width: (free * weight) / total };
    x += place.width + GAP;
    return place;
  });
}

function headerPiece(
  { header, columns }: Table,
  places: readonly Place[],
  size: number,
  style: Style,
  fonts: Fonts,
  width: number,
): Piece {
  const lineHeight = size * 1.25;
  const levels = header.map((cells) => {
    let column = 0;
    const set = cells.map(({ text, span }) => {
      const first = places[column]!;
      const last = places[column + span - 1]!;
      const place = { x: first.x, width: last.x + last.width - first.x };
      const align = span > 1 ? ('centre' as const) : columns[column]!.align;
      column += span;
      return { place, align, span, lines: fonts.lines(text, place.width, size, fonts.bold) };
    });
    return { set, lines: Math.max(1, ...set.map(({ lines }) => lines.length)) };
  });
  const height = levels.reduce((sum, { lines }) => sum + lines * lineHeight + 2, 0) + 5;
  const marks = (x: number, y: number): Mark[] => {
    const all: Mark[] = [];
    let top = y + 2;
    for (const { set, lines } of levels) {
      for (const cell of set) {
        const start = top + (lines - cell.lines.length) * lineHeight;
        cell.lines.forEach((line, index) => {
          all.push(...aligned(line, cell.align, cell.place, x, start + index * lineHeight, size, style.accent));
        });
        if (cell.span > 1) {
          const rule = { x: x + cell.place.x, y: top + lines * lineHeight, width: cell.place.width };
          all.push({ kind: 'rule', ...rule, thickness: 0.4, colour: RULE });
        }
      }
      top += lines * lineHeight + 2;
    }
    all.push({ kind: 'rule', x, y: top + 1, width, thickness: 0.9, colour: style.accent });
    return all;
  };
  return { height: height + 3, before: size * 0.9, keep: true, marks };
}

function rowPiece(
  row: Row,
  { columns }: Table,
  places: readonly Place[],
  size: number,
  fonts: Fonts,
  width: number,
): Omit<Piece, 'keep'> {
  const font: FontName = row.style === 'group' || row.style === 'total' ? fonts.bold : fonts.plain;
  const indent = (row.indent ?? 0) * INDENT;
  const lineHeight = size * 1.28;
  const cells = row.cells.map((text, column) => {
    const place = places[column]!;
    const isSpread = row.style === 'group' && column === 0;
    const room = isSpread ? width : place.width - (column === 0 ? indent : 0);
    return { place, text, lines: fonts.lines(text, room, size, font) };
  });
  const lines = Math.max(1, ...cells.map((cell) => cell.lines.length));
  // Room for the rule above a total.
  const above = row.style === 'total' ? 2.5 : 0;
  const height = lines * lineHeight + 3.5 + above;
  const marks = (x: number, top: number): Mark[] => cellMarks(x, top + above);
  const cellMarks = (x: number, y: number): Mark[] =>
    cells.flatMap(({ place, text, lines: own }, column) => {
      const { align } = columns[column]!;
      if (align === 'left') {
        const left = x + place.x + (column === 0 ? indent : 0);
        return own.flatMap((line, index) =>
          aligned(line, 'left', { ...place, x: 0 }, left, y + index * lineHeight, size, INK),
        );
      }
      // Figures stand at the foot of a label of several lines.
      const top = y + Math.max(0, cells[0]!.lines.length - own.length) * lineHeight;
      const rule: Mark[] =
        row.style === 'total' && text !== ''
          ? [{ kind: 'rule', x: x + place.x, y: y - 2.5, width: place.width, thickness: 0.5, colour: GREY }]
          : [];
      return [...rule, ...figure(text, own, place, x, top, lineHeight, font, size, fonts)];
    });
  return { height, before: 0, marks };
}

/** Right-aligned; a currency sign stands at the column's left, and a closing bracket hangs out on the right. */
function figure(
  text: string,
  lines: readonly Line[],
  place: Place,
  x: number,
  y: number,
  lineHeight: number,
  font: FontName,
  size: number,
  fonts: Fonts,
): Mark[] {
  if (lines.length > 1) {
    return lines.flatMap((line, index) => aligned(line, 'right', place, x, y + index * lineHeight, size, INK));
  }
  const [, sign = '', rest = ''] = /^(\$ )?(.*)$/.exec(text)!;
  const hanging = rest.endsWith(')') ? fonts.width(')', font, size) : 0;
  const right = x + place.x + place.width + hanging - fonts.width(rest, font, size);
  const base = { kind: 'text' as const, y, font, size, colour: INK };
  return [
    ...(sign === '' ? [] : [{ ...base, x: x + place.x, text: '$' }]),
    ...(rest === '' ? [] : [{ ...base, x: right, text: rest }]),
  ];
}

function aligned(
  line: Line,
  align: 'left' | 'right' | 'centre',
  place: Place,
  x: number,
  y: number,
  size: number,
  colour: string,
): Mark[] {
  const free = place.width - line.width;
  const left = x + place.x + (align === 'left' ? 0 : align === 'right' ? free : free / 2);
  return line.runs.map((run) => ({ kind: 'text', text: run.text, font: run.font, x: left + run.x, y, size, colour }));
}

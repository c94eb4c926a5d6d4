import { type Cell, isYear } from './cells.ts';
import type { Extent, GridRow } from './grid-row.ts';
import { saysUnits } from './units.ts';

/** The rows above a table's body that belong to it. */
export interface HeaderSpan {
  /** First row; the same as `body` where there is none. */
  readonly header: number;
  readonly body: number;
  /** Rows above the header that say what the figures are. */
  readonly captions: readonly number[];
}

/** Where labels end and figures begin. */
export interface Zones {
  readonly labelLeft: number;
  readonly labelRight: number;
  readonly left: number;
  readonly right: number;
  readonly columns: readonly Extent[];
  /** Labels are parted into a number and words. */
  readonly hasKeys: boolean;
}

/** In heights of the text: the widest gap to what stands below. */
const GAP = { label: 3.5, header: 3.2, caption: 3.2 };
const MAX_LABELS = 6;
const MAX_HEADERS = 8;
/** In points: how far a header may stand out of its column. */
const OVERHANG = 60;
const INDENT = 15;
const ONE_COLUMN = 70;
/** In characters. */
const MAX_LENGTH = 70;
const MAX_PERIOD_LENGTH = 45;
const UNAUDITED = /^\(?(?:unaudited|sin auditar)\)?$/i;
const PERIOD =
  /\b(?:ended|months|weeks|quarters?|years?|meses|trimestre|ejercicio|año|january|february|march|april|may|june|july|august|september|october|november|december)\b/i;

/** Goes up from the first row of figures: labels that name groups, rows of headers, a caption. */
export function findHeader(rows: readonly GridRow[], start: number, from: number, zones: Zones): HeaderSpan {
  let body = start;
  while (
    body - 1 >= from &&
    start - body < MAX_LABELS &&
    isNear(rows, body - 1, GAP.label) &&
    isLabelRow(rows[body - 1]!, zones)
  )
    body -= 1;
  let header = body;
  const captions: number[] = [];
  for (let i = body - 1; i >= from && body - i <= MAX_HEADERS && isNear(rows, i, GAP.header); i -= 1) {
    if (isOverColumns(rows[i]!, zones)) header = i;
    else if (isUnits(rows[i]!)) captions.unshift(i);
    else break;
  }
  if (captions.length > 0 && header < body) header = Math.min(header, ...captions);
  if (header === body) {
    // Without a header, only what says that it goes on belongs to the table.
    const isGroup = body < start && rows[start - 1]!.cells[0]!.text.endsWith(':') && isNear(rows, start - 1, 1.8);
    header = body = captions.at(-1) === start - 1 ? start : isGroup ? start - 1 : start;
  }
  const above = Math.min(header, ...captions) - 1;
  if (above >= from && isNear(rows, above, GAP.caption) && isUnits(rows[above]!)) captions.unshift(above);
  return { header, body, captions: captions.filter((i) => i < body && (i >= header || i >= body - captions.length)) };
}

/** Whether a row within a table begins another one, with headers of its own. */
export function isHeaderWithin(row: GridRow, zones: Zones): boolean {
  if (!isOverColumns(row, zones)) return false;
  const [first, ...others] = row.cells;
  if (first!.end > zones.left - 1 && first!.x > zones.labelRight - OVERHANG) return true;
  return saysUnits(first!.text) || others.every(({ text }) => isYear(text) || PERIOD.test(text));
}

export function isLabelRow({ cells }: GridRow, { left }: Zones): boolean {
  return cells.length > 0 && cells.every(({ end, text }) => end <= left + 1 && !saysUnits(text));
}

function isUnits({ cells }: GridRow): boolean {
  return cells.length === 1 && saysUnits(cells[0]!.text);
}

function isNear(rows: readonly GridRow[], i: number, gap: number): boolean {
  const [above, below] = [rows[i]!.row, rows[i + 1]!.row];
  return below.y - above.y < gap * Math.max(above.size, below.size);
}

/** Words, years and dates over the columns, perhaps with a word over the labels. */
function isOverColumns({ cells, isValues }: GridRow, zones: Zones): boolean {
  const { labelLeft, labelRight, left, right, hasKeys } = zones;
  const overLabels = hasKeys ? 2 : 1;
  if (isValues || cells.some(({ text, isFigure, end }) => (isFigure && !isYear(text)) || end > right + OVERHANG))
    return false;
  const isOver = (cell: Extent) =>
    cell.end > left - 1 &&
    (cell.x > labelRight - 2 || (cell.x > labelLeft + INDENT && (cell.x + cell.end) / 2 > left - 2));
  if (!cells.some(isOver) || !cells.every((cell, i) => isOver(cell) || (i < overLabels && cell.end <= left + 1)))
    return false;
  return cells.length > 1 || isLoneHeader(cells[0]!, zones);
}

/** Not a title in the middle of the page, nor a line of text. */
function isLoneHeader({ text, x, end }: Cell, { labelLeft, left, right, columns }: Zones): boolean {
  if (text.length > MAX_LENGTH || text.endsWith(':') || (saysUnits(text) && !UNAUDITED.test(text))) return false;
  if (PERIOD.test(text) && text.length < MAX_PERIOD_LENGTH) return true;
  const centre = (x + end) / 2;
  if (end - x < ONE_COLUMN && columns.some((column) => centre > column.x - 8 && centre < column.end + 8)) return true;
  const isCentred = Math.abs(x + end - labelLeft - right) < 0.06 * (right - labelLeft);
  return !isCentred && end - x < 0.7 * (right - Math.min(left, x));
}

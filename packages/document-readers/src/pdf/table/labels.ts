import type { Box } from '@pareto/contracts';
import type { Cell } from './cells.ts';
import { columnOf, type Grid } from './columns.ts';
import { type GridRow, goesOn } from './grid-row.ts';

/** A row of a table with what its label takes from the rows around it. */
export interface TableLine {
  /** What stands in the row, over as many lines as it takes. */
  label: string;
  /** With the groups that it belongs to. */
  fullLabel: string;
  /** Text of each column; empty where there is none. No columns at all in rows that name a group. */
  readonly cells: readonly string[];
  box: Box;
}

interface Draft extends TableLine {
  readonly x: number;
  readonly y: number;
  readonly isBold: boolean;
}

interface Group {
  readonly text: string;
  readonly x: number;
  readonly isBold: boolean;
  hasRows: boolean;
  hasIndentedRows: boolean;
}

const TOTAL = /^(?:total|subtotal|sub-total|suma)\b/i;
const LOWER = /^[\p{Ll}(]/u;
/** Rows that are this much closer than others are lines of one label. */
const TIGHT = 0.93;
/** In points. */
const INDENT = 2;
const MAX_GROUPS = 2;

/** The rows of a table's body, with labels of several lines joined, under the groups that they belong to. */
export function tableLines(rows: readonly GridRow[], grid: Grid): TableLine[] {
  const lines = joinWraps(rows.map((row) => draft(row, grid)));
  nameGroups(lines);
  return lines;
}

function draft({ row, cells }: GridRow, { columns, labels }: Grid): Draft {
  const left = columns[0]?.x ?? Infinity;
  const isLabel = (cell: Cell, i: number) =>
    labels !== undefined && (cell.end <= left + 1 || (i === 0 && !cell.isFigure && cell.x < left - INDENT));
  const words = cells.filter(isLabel);
  const values = cells.filter((cell, i) => !isLabel(cell, i));
  const texts = columns.map(() => '');
  for (const value of values) {
    const column = columnOf(value, columns);
    texts[column] = [texts[column], value.text].filter(Boolean).join(' ');
  }
  const [x, end] = [cells[0]!.x, Math.max(...cells.map((cell) => cell.end))];
  const label = words.map(({ text }) => text).join(' ');
  return {
    label,
    fullLabel: label,
    cells: values.length > 0 ? texts : [],
    box: { x, y: row.top, width: end - x, height: row.bottom - row.top },
    x,
    y: row.y,
    isBold: row.phrases[0]!.runs[0]!.font.isBold,
  };
}

function joinWraps(drafts: readonly Draft[]): Draft[] {
  const pitch = usualPitch(drafts);
  const lines: Draft[] = [];
  let open: Draft | undefined;
  drafts.forEach((line, i) => {
    const before = drafts[i - 1];
    const next = drafts[i + 1];
    const isLabelOnly = line.cells.length === 0;
    const last = lines.at(-1);
    if (!open && last && isRestOfCells(line, last)) {
      const cells = last.cells.map((cell, at) => [cell, line.cells[at]].filter(Boolean).join(' '));
      lines[lines.length - 1] = { ...last, cells, box: around(last.box, line.box) };
    } else if (open) {
      lines.push({
        ...line,
        label: `${open.label} ${line.label}`.trim(),
        box: around(open.box, line.box),
        x: open.x,
        isBold: open.isBold,
      });
      open = undefined;
      const joined = lines.at(-1)!;
      if (joined.cells.length === 0 && next && isContinuedBy(joined, line.y, next, pitch)) open = lines.pop();
    } else if (isLabelOnly && before && goesOnFrom(lines.at(-1)!, before.y, line, next, pitch)) {
      const begun = lines.pop()!;
      lines.push({ ...begun, label: `${begun.label} ${line.label}`, box: around(begun.box, line.box) });
    } else if (isLabelOnly && next && isContinuedBy(line, line.y, next, pitch)) {
      open = line;
    } else {
      lines.push(line);
    }
  });
  if (open) lines.push(open);
  for (const line of lines) line.fullLabel = line.label;
  return lines;
}

/** Whether a row without a label only goes on with cells of words that are not at their end. */
function isRestOfCells(line: Draft, last: Draft): boolean {
  const isRest = (text: string, at: number) => text === '' || goesOn(last.cells[at] ?? '');
  return line.label === '' && line.cells.some(Boolean) && line.cells.every(isRest);
}

/** The median distance between two rows of figures. */
function usualPitch(drafts: readonly Draft[]): number {
  const pitches = drafts.flatMap((line, i) => {
    const before = drafts[i - 1];
    return before && before.cells.length > 0 && line.cells.length > 0 ? [line.y - before.y] : [];
  });
  return pitches.sort((a, b) => a - b)[pitches.length >> 1] ?? Infinity;
}

/** Whether a label without figures goes on in the next row. */
function isContinuedBy(line: Draft, y: number, next: Draft, pitch: number): boolean {
  if (next.label === '' || line.label.endsWith(':')) return false;
  if (goesOn(line.label) || LOWER.test(next.label)) return next.y - y < 1.25 * pitch;
  return next.y - y < TIGHT * pitch && next.cells.length > 0 && Number.isFinite(pitch);
}

/** Whether a row of words is the rest of the label above it. */
function goesOnFrom(last: Draft, lastY: number, line: Draft, next: Draft | undefined, pitch: number): boolean {
  if (last.cells.length === 0 || last.label === '' || line.label.endsWith(':')) return false;
  const isCloser = line.y - lastY < 0.98 * pitch && (!next || next.y - line.y > line.y - lastY + 1);
  return (LOWER.test(line.label) || goesOn(last.label)) && (isCloser || !next || !LOWER.test(next.label));
}

function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  return { x, y, width: right - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

function nameGroups(lines: readonly Draft[]): void {
  const groups: Group[] = [];
  lines.forEach((line, i) => {
    if (line.cells.length === 0) {
      enterGroup(groups, line, lines[i - 1]);
      line.fullLabel = path(groups);
      return;
    }
    leaveGroups(groups, line);
    for (const group of groups) group.hasRows = true;
    const isTotal = TOTAL.test(line.label) && line.label.split(' ').length > 1;
    line.fullLabel =
      isTotal || groups.length === 0 ? line.label : [path(groups), line.label].filter(Boolean).join(': ');
    if (TOTAL.test(line.label)) while (groups.at(-1) && !groups.at(-1)!.hasIndentedRows) groups.pop();
  });
}

/** A group within another follows it at once or is set deeper. */
function enterGroup(groups: Group[], { label, x, isBold }: Draft, before: Draft | undefined): void {
  while (
    groups.at(-1) &&
    (groups.at(-1)!.x > x + INDENT || (isBold && !groups.at(-1)!.isBold && groups.at(-1)!.x > x - INDENT))
  )
    groups.pop();
  const last = groups.at(-1);
  const isSibling = last !== undefined && last.x > x - INDENT && last.hasRows && before?.cells.length !== 0;
  if (isSibling) groups.pop();
  groups.push({ text: label.replace(/:$/, ''), x, isBold, hasRows: false, hasIndentedRows: false });
}

/** A row that is set no deeper than its group ends it, where the rows of the group are set deeper. */
function leaveGroups(groups: Group[], { x, label }: Draft): void {
  if (label === '') return;
  for (let last = groups.at(-1); last; last = groups.at(-1)) {
    const isIndented = x > last.x + INDENT;
    if (isIndented) last.hasIndentedRows = true;
    if (isIndented || !(last.hasIndentedRows || x < last.x - INDENT)) return;
    groups.pop();
  }
}

function path(groups: readonly Group[]): string {
  return groups
    .slice(-MAX_GROUPS)
    .map(({ text }) => text)
    .join(': ');
}

import type { Shape } from '../glyph-run.ts';
import type { Cell } from './cells.ts';
import { columnOf, type Grid } from './columns.ts';
import { type Extent, type GridRow, overlap } from './grid-row.ts';

export interface Headers {
  /** What stands over the labels. */
  readonly stub: string;
  /** Of each column, its levels joined from the top down. */
  readonly columns: readonly string[];
}

/** What is said of periods goes for all columns that no other header of its row is nearer to. */
const PERIOD =
  /\b(?:ended|ending|months|weeks|quarters?|years?|as of|at|meses|semanas|trimestres?|ejercicios?|años?|a)\b|^(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/i;
/** In points: where a rule under a header may stand, what parts two rules. */
const RULE = { above: 1, below: 7, gap: 2.5, overhang: 40 };

/** In points: how exactly a header ends or begins with its column. */
const FLUSH = 2;

/** Gives every column its headers: a header goes for the columns that it, or the rule under it, stands over. */
export function headersOf(rows: readonly GridRow[], { labels, columns }: Grid, rules: readonly Shape[]): Headers {
  const levels: string[][] = columns.map(() => []);
  const stub: string[] = [];
  // A rule that stands under two rows, one below the other, is the frame of a table.
  const used = new Set<string>();
  rows.forEach((current, i) => {
    const isLast = i === rows.length - 1;
    const over = current.cells.filter((cell) => !isStub(cell, labels, columns));
    for (const cell of current.cells) if (!over.includes(cell)) stub.push(cell.text);
    for (const cell of over) {
      const rule = isLast ? undefined : ruleUnder(current, cell, columns[0]?.x ?? 0, rules);
      const key = rule && `${Math.round(rule.x)} ${Math.round(rule.end)}`;
      const isNew = key !== undefined && !used.has(key);
      if (isNew) used.add(key);
      for (const column of columnsUnder(cell, over, columns, isNew ? rule : undefined)) levels[column]!.push(cell.text);
    }
  });
  return { stub: stub.join(' '), columns: levels.map((texts) => texts.join(' ').replace(/-\s(?=\p{Ll})/gu, '')) };
}

function isStub(cell: Cell, labels: Extent | undefined, columns: readonly Extent[]): boolean {
  const left = columns[0]?.x ?? 0;
  return labels !== undefined && cell.end <= left + 1 && (cell.x + cell.end) / 2 < Math.max(labels.end, labels.x + 40);
}

function columnsUnder(
  cell: Cell,
  row: readonly Cell[],
  columns: readonly Extent[],
  rule: Extent | undefined,
): number[] {
  const all = columns.map((_, i) => i);
  const ruled = rule ? all.filter((i) => isMostly(columns[i]!, rule)) : [];
  if (ruled.length > 0) return ruled;
  const touched = all.filter((i) => overlap(cell, columns[i]!));
  const near = nearestTo(cell, row, columns);
  // What stands over several columns may be no wider than one.
  const isSpanning =
    isEven(row, columns) &&
    (PERIOD.test(cell.text) || (isBetween(cell, near, touched, columns) && !isFlush(cell, touched, columns)));
  if (touched.length === 0 || isSpanning) return near.length > 0 ? near : [columnOf(cell, columns)];
  return touched;
}

/** The columns to which no other header of the row is nearer. */
function nearestTo(cell: Extent, row: readonly Extent[], columns: readonly Extent[]): number[] {
  const distance = (column: Extent, other: Extent) => Math.abs(column.x + column.end - other.x - other.end);
  return columns.flatMap((column, i) =>
    row.every((other) => other === cell || distance(column, cell) < distance(column, other)) ? [i] : [],
  );
}

/** Whether every header of the row stands over as many columns. */
function isEven(row: readonly Extent[], columns: readonly Extent[]): boolean {
  return row.every((cell) => nearestTo(cell, row, columns).length * row.length === columns.length);
}

/** Whether a header stands nearer to the middle of several columns than to that of one. */
function isBetween(
  cell: Extent,
  near: readonly number[],
  touched: readonly number[],
  columns: readonly Extent[],
): boolean {
  const [first, last] = [columns[near[0]!], columns[near.at(-1)!]];
  if (near.length < 2 || !first || !last) return false;
  const distance = (x: number, end: number) => Math.abs(cell.x + cell.end - x - end);
  return touched.every((i) => distance(first.x, last.end) < distance(columns[i]!.x, columns[i]!.end) - 6);
}

/** Whether a header begins or ends with the one column that it stands over: the first line of its own header. */
function isFlush(cell: Extent, touched: readonly number[], columns: readonly Extent[]): boolean {
  const [only, ...others] = touched.map((i) => columns[i]!);
  if (!only || others.length > 0) return false;
  return Math.min(Math.abs(cell.x - only.x), Math.abs(cell.end - only.end)) < FLUSH;
}

function isMostly(column: Extent, span: Extent): boolean {
  const shared = Math.min(column.end, span.end) - Math.max(column.x, span.x);
  return shared > 0.5 * (column.end - column.x);
}

/** The rule under a header, where it reaches over no other one and not over the labels. Its pieces are joined. */
function ruleUnder({ row, cells }: GridRow, cell: Cell, left: number, rules: readonly Shape[]): Extent | undefined {
  const near = rules.filter(({ y }) => y > row.y - RULE.above && y < row.y + RULE.below);
  const top = Math.min(...near.map(({ y }) => y));
  const joined: { x: number; end: number }[] = [];
  for (const { x, width } of near.filter(({ y }) => y < top + 1).sort((a, b) => a.x - b.x)) {
    const last = joined.at(-1);
    if (last && x < last.end + RULE.gap) last.end = Math.max(last.end, x + width);
    else joined.push({ x, end: x + width });
  }
  return joined.find(
    (rule) =>
      rule.x < cell.x + 2 &&
      rule.end > cell.end - 2 &&
      rule.x > left - RULE.overhang &&
      cells.every((other) => other === cell || !overlap(other, rule)),
  );
}

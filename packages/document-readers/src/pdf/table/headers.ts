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
/** In points: where a rule under a header may stand, and what parts two rules. */
const RULE = { above: 4, below: 9, gap: 2.5 };

/** Gives every column its headers: a header goes for the columns that it, or the rule under it, stands over. */
export function headersOf(rows: readonly GridRow[], { labels, columns }: Grid, rules: readonly Shape[]): Headers {
  const levels: string[][] = columns.map(() => []);
  const stub: string[] = [];
  rows.forEach((current, i) => {
    const isLast = i === rows.length - 1;
    const over = current.cells.filter((cell) => !isStub(cell, labels, columns));
    for (const cell of current.cells) if (!over.includes(cell)) stub.push(cell.text);
    for (const cell of over) {
      for (const column of columnsUnder(cell, over, columns, isLast ? [] : rulesUnder(current, cell, rules)))
        levels[column]!.push(cell.text);
    }
  });
  return { stub: stub.join(' '), columns: levels.map((texts) => texts.join(' ').replace(/-\s(?=\p{Ll})/gu, '')) };
}

function isStub(cell: Cell, labels: Extent | undefined, columns: readonly Extent[]): boolean {
  const left = columns[0]?.x ?? 0;
  return labels !== undefined && cell.end <= left + 1 && (cell.x + cell.end) / 2 < Math.max(labels.end, labels.x + 40);
}

function columnsUnder(cell: Cell, row: readonly Cell[], columns: readonly Extent[], rule: readonly Extent[]): number[] {
  const all = columns.map((_, i) => i);
  const span = rule[0] ?? cell;
  const under = all.filter((i) => isMostly(columns[i]!, span));
  if (rule.length > 0 && under.length > 0) return under;
  const touched = all.filter((i) => overlap(cell, columns[i]!));
  if (!PERIOD.test(cell.text) && touched.length < 2) return touched.length === 1 ? touched : [columnOf(cell, columns)];
  // It may stand over the middle of more columns than it is wide.
  const centre = (extent: Extent) => (extent.x + extent.end) / 2;
  const distance = (i: number, other: Extent) => Math.abs(centre(columns[i]!) - centre(other));
  const nearest = all.filter((i) => row.every((other) => other === cell || distance(i, cell) <= distance(i, other)));
  if (row.length >= columns.length) return [columnOf(cell, columns)];
  return nearest.length > 0 && (touched.length === 0 || row.length > 1 || PERIOD.test(cell.text)) ? nearest : touched;
}

function isMostly(column: Extent, span: Extent): boolean {
  const shared = Math.min(column.end, span.end) - Math.max(column.x, span.x);
  return shared > 0.5 * (column.end - column.x);
}

/** The rule under a header, where it is wider than the header. Its pieces are joined. */
function rulesUnder({ row }: GridRow, cell: Cell, rules: readonly Shape[]): Extent[] {
  const near = rules.filter(({ y }) => y > row.y - RULE.above && y < row.y + RULE.below).sort((a, b) => a.x - b.x);
  const joined: { x: number; end: number }[] = [];
  for (const { x, width } of near) {
    const last = joined.at(-1);
    if (last && x < last.end + RULE.gap) last.end = Math.max(last.end, x + width);
    else joined.push({ x, end: x + width });
  }
  return joined.filter((rule) => rule.x < cell.x + 2 && rule.end > cell.end - 2);
}

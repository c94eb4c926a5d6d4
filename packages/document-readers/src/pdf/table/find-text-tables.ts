import { type GridRow, isApart, isListRow, overlap } from './grid-row.ts';

/** Rows of words in columns that begin at the same places. */
export interface TextTableSpan {
  readonly header: number;
  readonly body: number;
  readonly end: number;
  /** Where the columns begin. */
  readonly edges: readonly number[];
}

/** In points: how exactly cells of a column begin at one place. */
const EDGE = 3;
/** In heights of the text. */
const GAP = { body: 2.9, header: 2.4 };
const MIN_ROWS = 3;
/** Of a table known by where its cells stand alone: two columns must be flush, too. */
const MIN_COLUMNS = 3;
const MAX_HEADERS = 5;
/** Characters of a cell: more are a line of running text whose words stand wide apart. */
const LONG = 110;
/** Numbers of clauses and marks of items. */
const MARK = /^[\p{L}\d.()•●▪–-]{1,6}$/u;

/** Tables of words: at least three rows with cells in columns, with or without lines that go on within a cell. */
export function findTextTables(rows: readonly GridRow[]): TextTableSpan[] {
  const tables: TextTableSpan[] = [];
  for (let i = 0; i < rows.length; i += 1) {
    if (!isTabular(rows[i]!)) continue;
    const { end, edges } = spanOf(rows, i);
    const table = rows.slice(i, end).filter(isTabular);
    if (table.length < MIN_ROWS || edges.length < 2 || isList(table, edges)) continue;
    const header = headerOf(rows, i, tables.at(-1)?.end ?? 0, edges);
    tables.push({ header, body: bodyOf(rows, header, i, end), end, edges });
    i = end - 1;
  }
  return tables;
}

function isTabular(row: GridRow): boolean {
  return row.cells.length > 1 && !isListRow(row) && row.cells.every(({ text }) => text.length < LONG);
}

/** By where cells begin; or, where that parts fewer columns than a row has cells, by where they stand. */
function spanOf(rows: readonly GridRow[], start: number): { end: number; edges: number[] } {
  const begun = endOf(rows, start);
  const tabular = rows.slice(start, begun.end).filter(isTabular).length;
  if (tabular >= MIN_ROWS && begun.edges.length >= rows[start]!.cells.length) return begun;
  return overlappingSpan(rows, start) ?? begun;
}

/** Cells set flush right or centred: as many in each row, each in the column of the one above, and in no other. */
function overlappingSpan(rows: readonly GridRow[], start: number): { end: number; edges: number[] } | undefined {
  const columns = rows[start]!.cells.map(({ x, end }) => ({ x, end }));
  const full = [rows[start]!];
  let end = start + 1;
  for (let i = start + 1; i < rows.length; i += 1) {
    const current = rows[i]!;
    const before = rows[i - 1]!;
    if (isApart(before, current, GAP.body)) break;
    const places = current.cells.map((cell) => columns.flatMap((column, at) => (overlap(cell, column) ? [at] : [])));
    const isInPlace = places.every(({ length }) => length === 1) && new Set(places.flat()).size === places.length;
    if (!isInPlace || isListRow(current)) break;
    current.cells.forEach((cell, at) => {
      const column = columns[places[at]![0]!]!;
      column.x = Math.min(column.x, cell.x);
      column.end = Math.max(column.end, cell.end);
    });
    if (current.cells.length < columns.length || !isTabular(current)) continue;
    full.push(current);
    end = i + 1;
  }
  const isTable = full.length >= MIN_ROWS && (columns.length >= MIN_COLUMNS || isFlush(full));
  return isTable ? { end, edges: columns.map(({ x }) => x) } : undefined;
}

/** Whether first cells all begin at one place, and last cells all end at one. */
function isFlush(rows: readonly GridRow[]): boolean {
  const [lefts, rights] = [rows.map(({ cells }) => cells[0]!.x), rows.map(({ cells }) => cells.at(-1)!.end)];
  return [lefts, rights].every((places) => Math.max(...places) - Math.min(...places) < EDGE);
}

function endOf(rows: readonly GridRow[], start: number): { end: number; edges: number[] } {
  const counts = new Map<number, number>();
  const edgeAt = (x: number) => [...counts.keys()].find((edge) => Math.abs(edge - x) < EDGE);
  const count = (row: GridRow) => {
    for (const { x } of row.cells) {
      const edge = edgeAt(x) ?? x;
      counts.set(edge, (counts.get(edge) ?? 0) + 1);
    }
  };
  count(rows[start]!);
  let end = start + 1;
  for (let i = start + 1; i < rows.length; i += 1) {
    const current = rows[i]!;
    const before = rows[i - 1]!;
    if (isApart(before, current, GAP.body)) break;
    const known = current.cells.filter(({ x }) => edgeAt(x) !== undefined);
    const sorted = [...counts.keys()].sort((a, b) => a - b);
    const fits = current.cells.every(({ x, end: right }) =>
      sorted.every((edge) => edge <= x + EDGE || right < edge + EDGE),
    );
    if (!fits || known.length * 2 < current.cells.length || isListRow(current)) break;
    if (current.cells.length === 1 && known.length === 0) break;
    if (isTabular(current)) {
      count(current);
      end = i + 1;
    } else if (edgeAt(current.cells[0]!.x) !== sorted[0]) {
      end = i + 1;
    }
  }
  return { end, edges: [...counts].flatMap(([edge, rows_]) => (rows_ > 1 ? [edge] : [])).sort((a, b) => a - b) };
}

/** Numbered clauses look like a table of numbers and texts. */
function isList(rows: readonly GridRow[], edges: readonly number[]): boolean {
  return edges.length === 2 && rows.filter(({ cells }) => MARK.test(cells[0]!.text)).length > 0.6 * rows.length;
}

/** Bold rows above the first one, wherever they stand over their columns. */
function headerOf(rows: readonly GridRow[], start: number, from: number, edges: readonly number[]): number {
  let header = start;
  while (header - 1 >= from && start - header < MAX_HEADERS) {
    const [above, below] = [rows[header - 1]!, rows[header]!];
    const isNear = !isApart(above, below, GAP.header);
    const isWithin = above.cells.length > 1 || above.cells[0]!.x > edges[1]! - 2 * EDGE;
    if (!isNear || !isWithin || !isBold(above)) break;
    header -= 1;
  }
  return header;
}

/** The first rows are a header where they are bold and the rest is not. */
function bodyOf(rows: readonly GridRow[], header: number, start: number, end: number): number {
  let body = start;
  while (body < end && isBold(rows[body]!)) body += 1;
  return body < end && body - header <= MAX_HEADERS ? body : start;
}

function isBold({ row }: GridRow): boolean {
  return row.phrases.every(({ runs }) => runs.every(({ font }) => font.isBold));
}

import type { Cell } from './cells.ts';
import { findHeader, type HeaderSpan, isHeaderWithin, isLabelRow, type Zones } from './find-header.ts';
import { type Extent, figuresOf, type GridRow, goesOn, isApart, isListRow, overlap } from './grid-row.ts';

/** Where a table stands among a page's rows: the header from `header`, figures and labels from `body` to before `end`. */
export interface TableSpan extends HeaderSpan {
  readonly end: number;
  readonly zones: Zones;
}

/** In heights of the text: the widest gap between two rows of a table. */
const MAX_GAP = 3.4;
const MAX_LABELS = 6;
/** In points: how exactly the lines of a cell begin at one place; in heights of the text: how far they are apart. */
const EDGE = 3;
const LINE = 1.45;
const KEY = /^\d{1,3}$/;

/** Tables are where figures stand in columns of their own. */
export function findTables(rows: readonly GridRow[]): TableSpan[] {
  const tables: TableSpan[] = [];
  let from = 0;
  for (let i = 0; i < rows.length; i += 1) {
    if (!rows[i]!.isValues) continue;
    const end = endOf(rows, i);
    const values = rows.slice(i, end).filter(({ isValues }) => isValues);
    const zones = zonesOf(rows.slice(i, end));
    const head = findHeader(rows, i, from, zones);
    const columns = Math.max(...values.map(({ cells }) => cells.length));
    if (values.length > 1 || (head.header < head.body && columns > 1)) {
      tables.push({ ...head, end, zones });
      from = end;
    }
    i = end - 1;
  }
  return tables;
}

/** Goes down from a row of figures while rows have figures in the same columns, or are labels beside them. */
function endOf(rows: readonly GridRow[], start: number): number {
  let columns: Extent[] = figuresOf(rows[start]!);
  let end = start + 1;
  let zones = zonesOf(rows.slice(start, end));
  let zonesEnd = end;
  for (let i = start + 1; i < rows.length && i - end < MAX_LABELS; i += 1) {
    const current = rows[i]!;
    const before = rows[i - 1]!;
    if (isApart(before, current, MAX_GAP)) break;
    if (zonesEnd < end) {
      zones = zonesOf(rows.slice(start, end));
      zonesEnd = end;
    }
    const figures = figuresOf(current);
    if (current.isValues || (figures.length === 1 && current.cells.length === 1)) {
      const known = figures.filter((figure) => columns.some((column) => overlap(figure, column)));
      if (known.length === 0) break;
      columns = [...columns, ...figures];
      end = i + 1;
    } else if (goesOnInCells(current, before)) {
      end = i + 1;
    } else if (isListRow(current) || isHeaderWithin(current, zones)) {
      break;
    } else if (isWords(current, zones, columns)) {
      end = i + 1;
    } else if (!isLabelRow(current, zones) && !namesGroup(current, zones)) {
      break;
    }
  }
  return end;
}

function zonesOf(rows: readonly GridRow[]): Zones {
  const values = rows.filter(({ isValues }) => isValues);
  const keyed = values.flatMap(({ cells }) => keyAndLabel(cells));
  const labels = [...values.flatMap(({ cells }) => (cells[0]!.isFigure ? [] : [cells[0]!])), ...keyed];
  const columns = values.flatMap(({ cells }) => (cells[0]!.isFigure ? figuresOf({ cells }) : cells.slice(1)));
  const left = Math.min(...columns.map(({ x }) => x));
  return {
    labelLeft: Math.min(left, ...labels.map(({ x }) => x)),
    labelRight: Math.max(-Infinity, ...labels.filter(({ end }) => end <= left).map(({ end }) => end)),
    left,
    right: Math.max(...columns.map(({ end }) => end)),
    columns,
    hasKeys: keyed.length > 0,
  };
}

/** Where a number is the key of a row, and words beside it say what it stands for: "1 | Madrid, Barcelona | 145.00". */
function keyAndLabel([key, label]: readonly Cell[]): readonly Cell[] {
  return key?.isFigure && KEY.test(key.text) && label && !label.isFigure ? [key, label] : [];
}

/** Only the next lines of cells that are not at their end: "Chicago, Seattle," and "Munich" below it. */
function goesOnInCells(current: GridRow, before: GridRow): boolean {
  if (isApart(before, current, LINE)) return false;
  return current.cells.every(({ x, isFigure }, i) => {
    const above = before.cells.find((cell) => Math.abs(cell.x - x) < EDGE);
    return !isFigure && above !== undefined && (i > 0 || above !== before.cells[0]) && goesOn(above.text);
  });
}

/** A label with words where others have figures. */
function isWords({ cells }: GridRow, { left }: Zones, columns: readonly Extent[]): boolean {
  const [first, ...others] = cells;
  return (
    others.length > 0 && first!.end < left && others.every((cell) => columns.some((column) => overlap(cell, column)))
  );
}

/** What names a group may reach over the columns of figures. */
function namesGroup({ cells: [only, more] }: GridRow, { left }: Zones): boolean {
  return only !== undefined && more === undefined && only.text.endsWith(':') && only.x < left - 40;
}

import { parts } from '../shares.ts';
import type { Block, HeaderCell, Row } from './blocks.ts';

export interface FigureTable {
  readonly caption: string;
  /** Names of the columns of figures. */
  readonly columns: readonly string[];
  /** Over all columns of figures: "Years ended December 31,". */
  readonly over?: string;
  readonly rows: readonly Row[];
  /** Width of the first column beside 10 for each of the others. */
  readonly label?: number;
  readonly first?: string;
  readonly isDense?: boolean;
}

/** A table with a label and columns of figures. */
export function figures({ caption, columns, over, rows, label = 30, first = '', isDense }: FigureTable): Block {
  const top: HeaderCell[][] = over
    ? [
        [
          { text: '', span: 1 },
          { text: over, span: columns.length },
        ],
      ]
    : [];
  return {
    kind: 'table',
    table: {
      caption,
      columns: [{ align: 'left', weight: label }, ...columns.map(() => ({ align: 'right' as const, weight: 10 }))],
      header: [...top, [{ text: first, span: 1 }, ...columns.map((text) => ({ text, span: 1 }))]],
      rows,
      isDense,
    },
  };
}

/** Names the rows below. */
export function group(label: string): Row {
  return { cells: [label], style: 'group' };
}

/** An amount, or what is written in its place. */
export type Value = number | string;

/**
 * The rows of a company's tables.
 * @param write how it writes amounts.
 * @param sign of its currency, before figures that are marked with it; none where a table's caption names the currency.
 */
export function figureRows(write: (amount: number) => string, sign = '') {
  const cells = (label: string, values: readonly Value[], before: string) => [
    label,
    ...values.map((value) => `${before}${typeof value === 'string' ? value : write(value)}`),
  ];
  const row = (label: string, values: readonly Value[], indent = 1): Row => ({
    cells: cells(label, values, ''),
    indent,
  });
  /** As `row`, with a currency sign in front of every figure. */
  const money = (label: string, values: readonly Value[], indent = 1): Row => ({
    cells: cells(label, values, sign),
    indent,
  });
  const total = (label: string, values: readonly Value[], before = sign): Row => ({
    cells: cells(label, values, before),
    style: 'total',
  });
  /** What amounts are made of, in thousandths, which the last row makes up to all of it. */
  const partRows = (labels: readonly string[], amounts: readonly number[], permilles: readonly number[]): Row[] => {
    const split = amounts.map((amount) => parts(amount, permilles));
    return labels.map((label, at) =>
      (at === 0 ? money : row)(
        label,
        split.map((values) => values[at]!),
      ),
    );
  };
  /** Rows that take their figures from what the columns are about: years, ends of years. */
  const over = <T>(columns: readonly T[]) => {
    type Pick = (column: T, at: number) => Value;
    return {
      row: (label: string, pick: Pick, indent?: number) => row(label, columns.map(pick), indent),
      money: (label: string, pick: Pick, indent?: number) => money(label, columns.map(pick), indent),
      total: (label: string, pick: Pick, before?: string) => total(label, columns.map(pick), before),
    };
  };
  return { row, money, total, partRows, over };
}

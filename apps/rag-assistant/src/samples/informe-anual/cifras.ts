import { ARLANZA_YEARS, type ArlanzaPeriod, arlanzaYear } from '../company/arlanza.ts';
import type { Block, Row } from '../typesetting/blocks.ts';
import { figure, figures, SPANISH } from '../typesetting/figures.ts';

export const EJERCICIOS = ARLANZA_YEARS.map(arlanzaYear);
export const TRES = { columns: ['2025', '2024', '2023'] };

/** Whole thousands of euros, or other whole numbers: "157.710". */
export function miles(value: number): string {
  return figure(value, 0, SPANISH);
}

/** One decimal: "1.234,5". */
export function decimal(value: number): string {
  return figure(Math.round(value * 10), 1, SPANISH);
}

export function porcentaje(part: number, whole: number): string {
  return `${decimal((part / whole) * 100)} %`;
}

/** Change from `before` to `now`: "6,8 %", "(3,0) %". */
export function variacion(now: number, before: number): string {
  return `${decimal((now / before - 1) * 100).replace('—', '0,0')} %`;
}

export function fila(label: string, values: readonly (number | string)[], indent = 1): Row {
  return { cells: [label, ...values.map((value) => (typeof value === 'string' ? value : miles(value)))], indent };
}

export function suma(label: string, values: readonly (number | string)[]): Row {
  return { ...fila(label, values, 0), style: 'total' };
}

export function titulo(label: string): Row {
  return { cells: [label], style: 'group' };
}

export function cada(pick: (period: ArlanzaPeriod) => number): number[] {
  return EJERCICIOS.map(pick);
}

/** "13.064 miles de euros". */
export function eur(value: number): string {
  return `${miles(value)} miles de euros`;
}

/** Partes de un importe en milésimas; la última lleva el resto. */
export function partes(amount: number, permilles: readonly number[]): number[] {
  const known = permilles.map((permille) => Math.round((amount * permille) / 1_000));
  return [...known, amount - known.reduce((sum, value) => sum + value, 0)];
}

export function filasDe(labels: readonly string[], amounts: readonly number[], permilles: readonly number[]): Row[] {
  const split = amounts.map((amount) => partes(amount, permilles));
  return labels.map((label, at) =>
    fila(
      label,
      split.map((values) => values[at]!),
    ),
  );
}

/** Tabla de los tres ejercicios. */
export function movimiento(caption: string, rows: readonly Row[]): Block {
  return figures({ caption, ...TRES, rows });
}

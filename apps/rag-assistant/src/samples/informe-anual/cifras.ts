import { ARLANZA_YEARS, arlanzaYear } from '../company/arlanza.ts';
import type { Block, Row } from '../typesetting/blocks.ts';
import { figureRows, figures } from '../typesetting/figure-rows.ts';
import { figure, SPANISH } from '../typesetting/figures.ts';

export const EJERCICIOS = ARLANZA_YEARS.map(arlanzaYear);
export const [NOW, LAST] = [arlanzaYear(2025), arlanzaYear(2024)];
export const TRES = { columns: ['2025', '2024', '2023'] };
export const DOS = { columns: ['2025', '2024'], label: 34 };

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

/** Filas de las tablas de Arlanza, en miles de euros. */
export const { row, total, partRows, over } = figureRows(miles);

/** Filas con la cifra de cada ejercicio. */
export const ejercicios = over(EJERCICIOS);

/** "13.064 miles de euros". */
export function eur(value: number): string {
  return `${miles(value)} miles de euros`;
}

/** Tabla de los tres ejercicios. */
export function movimiento(caption: string, rows: readonly Row[]): Block {
  return figures({ caption, ...TRES, rows });
}

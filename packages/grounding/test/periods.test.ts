import { describe, expect, it } from 'vitest';
import { periodsOf, periodsOfHeader } from '../src/periods.ts';

describe('the periods that a text names', () => {
  it.each([
    ['gross profit july-sept 2024', [2024], [3]],
    ['R&D from January to March 2026', [2026], [1]],
    ['ventas de octubre a diciembre', [], [4]],
    ['the share price in Q3 2025', [2025], [3]],
    ['orders in 3Q24', [2024], [3]],
    ['el 2T de 2025', [2025], [2]],
    ['FY2023 and FY22', [2023, 2022], []],
    ['the last quarter of 2025', [2025], [4]],
    ['el primer trimestre', [], [1]],
    ['Three months ended March 31, 2026', [2026], [1]],
    ['tres meses terminados el 30 de junio de 2025', [2025], [2]],
    ['one third of 2,400 people', [], []],
    ['a quarter of the staff', [], []],
  ])('%s', (text, years, quarters) => expect(periodsOf(text)).toEqual({ years, quarters }));

  it.each([
    ['Third', [3]],
    ['Cuarto 2025', [4]],
    ['Third parties', []],
    ['Year', []],
  ])('%s, as the header of a column', (header, quarters) => expect(periodsOfHeader(header).quarters).toEqual(quarters));
});

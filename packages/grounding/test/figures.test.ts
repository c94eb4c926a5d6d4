import { describe, expect, it } from 'vitest';
import { figuresOf, scaleOfCaption } from '../src/figures.ts';

const read = (text: string) =>
  figuresOf(text).map(({ values, kind, currency, unit }) => ({ values, kind, currency, unit }));
const plain = { kind: 'plain', currency: undefined, unit: undefined };

describe('figuresOf', () => {
  it.each([
    ['1,234.5', [1_234.5]],
    ['1.234,5', [1_234.5]],
    ['1 234 567', [1_234_567]],
    ['1,234,567', [1_234_567]],
    ['1.234', [1_234, 1.234]],
    ['0.125', [0.125]],
    ['12,5', [12.5]],
    ['(900)', [-900]],
    ['-5', [-5]],
    ['twelve', [12]],
    ['veinte', [20]],
    ['3.5 million', [3_500_000]],
    ['2 mil millones', [2e9]],
    ['5 thousand', [5_000]],
  ])('reads %s', (text, values) => expect(read(text)).toEqual([{ ...plain, values }]));

  it.each([
    ['$1.5 billion', { values: [1.5e9], kind: 'money', currency: 'USD' }],
    ['1.234,50 €', { values: [1_234.5], kind: 'money', currency: 'EUR' }],
    ['3 millones de euros', { values: [3e6], kind: 'money', currency: 'EUR' }],
    ['EUR 25', { values: [25], kind: 'money', currency: 'EUR' }],
    ['12.5%', { values: [12.5], kind: 'percent' }],
    ['(0.6) %', { values: [-0.6], kind: 'percent' }],
    ['10 por ciento', { values: [10], kind: 'percent' }],
    ['30 days', { values: [30], kind: 'plain', unit: 'day' }],
    ['20 working days', { values: [20], kind: 'plain', unit: 'day' }],
    ['dos semanas', { values: [2], kind: 'plain', unit: 'week' }],
    ['a 14-day notice', { values: [14], kind: 'plain', unit: 'day' }],
  ])('reads %s', (text, figure) => expect(read(text)).toMatchObject([figure]));

  it.each(['Model X200 in Q2 of FY2023', 'R400-4-15-9', 'P-17', 'set p-17', 'ISO-27001', 'r400-2-10-7', 'K7-050'])(
    'finds none within the names of %s',
    (text) => expect(read(text)).toEqual([]),
  );

  it.each([
    ['Q1-2026', 2026],
    ['FY-2023', 2023],
    ['EUR-25', 25],
    ['Mar-23', 23],
    ['a half-year-2 plan', 2],
    ['pages 4-15', 4],
  ])('finds one in %s', (text, value) => expect(figuresOf(text)[0]?.values).toContain(value));

  it('says where they stand', () => {
    const text = 'from $1,234.5 million in 2021 to 12 % (or 5)';
    expect(figuresOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(['1,234.5', '2021', '12 %', '5']);
  });
});

describe('scaleOfCaption', () => {
  it.each([
    ['(in millions, except per share data)', 1e6],
    ['Amounts in thousands of euros', 1e3],
    ['Importes en millones de euros', 1e6],
    ['($ in millions)', 1e6],
    ['Fees of the auditors (thousands of dollars)', 1e3],
    ['Otros gastos (miles de euros)', 1e3],
    ['Number of stores', undefined],
  ])('of %s', (caption, scale) => expect(scaleOfCaption(caption)?.factor).toBe(scale));
});

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
    ['twenty-four', [24]],
    ['veinticuatro', [24]],
    ['Treinta y cinco', [35]],
    ['two hundred and fifty', [250]],
    ['ciento veinte', [120]],
    ['quinientas', [500]],
    ['mil', [1_000]],
    ['mil doscientos', [1_200]],
    ['twenty-five thousand', [25_000]],
    ['two thousand five hundred', [2_500]],
    ['treinta mil quinientos', [30_500]],
    ['1,234²', [1_234, 1.234]],
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
    ['veinte por ciento', { values: [20], kind: 'percent' }],
    ['thirty-five percent', { values: [35], kind: 'percent' }],
    ['cuarenta y dos euros', { values: [42], kind: 'money', currency: 'EUR' }],
    ['twenty-four hours', { values: [24], kind: 'plain', unit: 'hour' }],
    ['12%³', { values: [12], kind: 'percent' }],
    ['$12.5² million', { values: [12.5e6], kind: 'money', currency: 'USD' }],
    ['50 m²', { values: [50], kind: 'plain', unit: 'm2' }],
    ['dos semanas', { values: [2], kind: 'plain', unit: 'week' }],
    ['a 14-day notice', { values: [14], kind: 'plain', unit: 'day' }],
  ])('reads %s', (text, figure) => expect(read(text)).toMatchObject([figure]));

  it.each([
    ['two or three', [2, 3]],
    ['between twenty and thirty', [20, 30]],
    ['between one hundred and two hundred', [100, 200]],
    ['seven, eight', [7, 8]],
    ['nineteen eighty', [19, 80]],
    ['5 mil', [5_000]],
    ['el diez por ciento', [10]],
  ])('tells the numbers of "%s" apart', (text, values) =>
    expect(figuresOf(text).flatMap((figure) => figure.values)).toEqual(values),
  );

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

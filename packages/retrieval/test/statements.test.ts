import { describe, expect, it } from 'vitest';
import { likelihood, statementPage } from '../src/pages/statements.ts';

const BALANCE_SHEET = `Northwind Pumps, Inc.
Consolidated Balance Sheets
(in millions)
December 31, 2023 | December 31, 2022
Cash and cash equivalents | $120 | $95
Accounts receivable, net | 210 | 190
Inventories | 160 | 171
Total current assets | 490 | 456
Goodwill | 88 | 88
Total assets | $905 | $870
Accounts payable | 77 | 81
Total current liabilities | 201 | 214
Retained earnings | 310 | 280
Total stockholders’ equity | 402 | 371`;
const INCOME = `Consolidated Statements of Operations
2023 | 2022 | 2021
Net sales | $1,310 | $1,280 | $1,150
Cost of sales | 880 | 861 | 790
Gross profit | 430 | 419 | 360
Selling, general and administrative | 201 | 197 | 188
Operating income | 190 | 181 | 140
Income before income taxes | 170 | 165 | 121
Net income | $131 | $127 | $93`;
const CUENTA = `Cuenta de pérdidas y ganancias
2023 | 2022
Importe neto de la cifra de negocios | 31.210 | 29.877
Aprovisionamientos | (18.004) | (17.540)
Gastos de personal | (6.210) | (6.001)
Resultado de explotación | 4.120 | 3.650
Resultado antes de impuestos | 3.998 | 3.510
Resultado del ejercicio | 3.010 | 2.650`;

describe('statementPage', () => {
  it.each([
    ['balance-sheet', BALANCE_SHEET],
    ['income', INCOME],
    ['income', CUENTA],
  ] as const)('knows a statement by its title and rows: %s', (kind, page) => {
    expect(statementPage(page)!.kinds.get(kind)).toBe(1);
  });

  it('knows it where a reader ran title and rows together', () => {
    expect(statementPage(BALANCE_SHEET.replaceAll('\n', ' '))!.kinds.get('balance-sheet')).toBeGreaterThan(0.3);
  });

  it('is in doubt about rows without a title, and takes no page for a statement that only writes about one', () => {
    expect(statementPage(INCOME.replace(/^.*\n/, 'Results of the year\n'))!.kinds.get('income')).toBeLessThan(0.5);
    const prose =
      'Our consolidated balance sheets show total assets of $905 million, of which goodwill is $88 million.';
    expect(statementPage(`Critical accounting estimates\n${prose}`)).toBeUndefined();
  });

  it('does not mistake the notes for the statements that their running title names', () => {
    const note =
      'Notes to Consolidated Balance Sheets and Statements of Operations\nNote 4. Inventories\nInventories | 160 | 171';
    expect(statementPage(note)).toBeUndefined();
  });

  it('counts a statement of other years half', () => {
    const page = statementPage(BALANCE_SHEET)!;
    expect(likelihood(page, 'balance-sheet', [])).toBe(1);
    expect(likelihood(page, 'balance-sheet', [{ year: 2023 }])).toBe(1);
    expect(likelihood(page, 'balance-sheet', [{ year: 2019 }])).toBe(0.5);
    expect(likelihood(page, 'cash-flow', [])).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { annualReport } from '../src/samples/annual-report/report.ts';
import {
  ARLANZA_YEARS,
  arlanzaAssets,
  arlanzaEquity,
  arlanzaLiabilities,
  arlanzaYear,
} from '../src/samples/company/arlanza.ts';
import { assetsOf, equityOf, firstQuarter, fiscalYear, liabilitiesOf } from '../src/samples/company/model.ts';
import { YEARS } from '../src/samples/company/segments.ts';
import { informeAnual } from '../src/samples/informe-anual/informe.ts';
import { quarterlyReport } from '../src/samples/quarterly-report/report.ts';
import type { Table } from '../src/samples/typesetting/blocks.ts';

const PERIODS = [
  ...YEARS.map((year) => [String(year), fiscalYear(year)] as const),
  ['first quarter', firstQuarter(2026)] as const,
];

describe('the accounts of the sample company', () => {
  it.each(PERIODS)('balance at the end of %s', (_, { closing }) => {
    expect(liabilitiesOf(closing).total + equityOf(closing).total).toBe(assetsOf(closing).total);
  });

  it.each(PERIODS)('tie cash flows of %s to the balance sheet', (_, { opening, closing, cashFlows }) => {
    expect(closing.cash - opening.cash).toBe(cashFlows.change);
    expect(closing.cash).toBeGreaterThan(0);
  });

  it.each(YEARS)('add regions and segments of %s up to net revenue', (year) => {
    const { regions, segments, operations } = fiscalYear(year);
    const sum = (parts: readonly { revenue: number }[]) => parts.reduce((all, { revenue }) => all + revenue, 0);
    expect([sum(regions), sum(segments)]).toEqual([operations.revenue, operations.revenue]);
  });

  it('carry retained earnings and treasury stock from year to year', () => {
    const { opening, closing, operations, dividends, facts } = fiscalYear(2025);
    expect(closing.retained - opening.retained).toBe(operations.attributable - dividends);
    expect(opening.treasury - closing.treasury).toBe(facts.repurchases);
  });
});

describe('the accounts of its Spanish subsidiary', () => {
  it.each(ARLANZA_YEARS)('balance at the end of %s, and tie cash flows to it', (year) => {
    const { opening, closing, change, results } = arlanzaYear(year);
    expect(arlanzaEquity(closing).total + arlanzaLiabilities(closing).total).toBe(arlanzaAssets(closing).total);
    expect(closing.cash - opening.cash).toBe(change);
    expect(closing.result).toBe(results.net);
  });
});

/** Captions of tables in which the rows above a total are all that it adds up. */
const ADDITIVE =
  /^(Net revenue by segment|Backlog at|Net revenue in |.*: markets in|What changed|Revenue by|What was bought|Receivables by|Allowance|Changes in property|Goodwill by|Right-of-use|Payments due|Warranty \(|Accrued|Restructuring accrual|Noncontrolling|Uncertain|Summary of cash|What we owe|Property by place|Cost of leases|Net pension cost|Product lines in|Debt \(|Segments in the first|Cifra de negocios por mercado|Plantilla por categoría|Consumo de energía|Residuos|Propuesta|Movimiento|Composición|Existencias|Antigüedad|Subvenciones de capital|Deuda bancaria|Provisión por|Por zona|Aprovisionamientos|Gastos de personal|Otros gastos|Ventas en España|Ventas por trimestre)/;

describe('tables of the reports', () => {
  const tables = [annualReport(), quarterlyReport(), informeAnual()]
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'table' ? [block.table] : []));
  const additive = tables.filter(({ caption }) => ADDITIVE.test(caption ?? ''));

  it('are many', () => {
    expect(tables.length).toBeGreaterThan(150);
    expect(additive.length).toBeGreaterThan(60);
  });

  it.each(additive.map((table) => [table.caption!, table] as const))('add up: %s', (_, table) => {
    expect(wrongTotals(table)).toEqual([]);
  });
});

/** Totals that differ from the sum of the rows since the last one, which counts as the first of the next. */
function wrongTotals({ rows, columns }: Table): string[] {
  const wrong: string[] = [];
  for (let column = 1; column < columns.length; column += 1) {
    let sum = 0;
    for (const { cells, style } of rows) {
      const value = amount(cells[column] ?? '');
      if (style !== 'total') sum += value ?? 0;
      else {
        // A balance that begins the table adds nothing up.
        if (value !== undefined && cells !== rows[0]!.cells && sum !== value)
          wrong.push(`${cells[0]}: ${sum} for ${value}`);
        sum = value ?? 0;
      }
    }
  }
  return wrong;
}

/** Whole number of the last digit that is printed: "$ 1,817.6", "(3,0)", "157.710". */
function amount(text: string): number | undefined {
  if (!/^(?:\$ )?\(?[\d.,]+\)?$/.test(text)) return undefined;
  const value = Number(text.replace(/\D/g, ''));
  return text.includes('(') ? -value : value;
}

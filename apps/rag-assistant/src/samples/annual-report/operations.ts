import { type FiscalYear, fiscalYear } from '../company/model.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group, money, row, total } from '../typesetting/figures.ts';

const THREE = [fiscalYear(2025), fiscalYear(2024), fiscalYear(2023)] as const;
const COLUMNS = { over: 'Years ended December 31,', columns: ['2025', '2024', '2023'] };
const of = (pick: (year: FiscalYear) => number) => THREE.map(pick);
const perShare = (pick: (year: FiscalYear) => number) => THREE.map((year) => pick(year).toFixed(2));
const shares = (pick: (year: FiscalYear) => number) => THREE.map((year) => (pick(year) / 10).toFixed(1));

export function operations(): Block {
  return figures({
    caption: 'In millions, except per share amounts',
    ...COLUMNS,
    rows: [
      group('Net revenue'),
      money(
        'Products',
        of((year) => year.operations.revenue - service(year)),
      ),
      row('Service and parts', of(service)),
      total(
        'Total net revenue',
        of(({ operations }) => operations.revenue),
      ),
      row(
        'Cost of sales',
        of(({ operations }) => operations.costOfSales),
      ),
      total(
        'Gross profit',
        of(({ operations }) => operations.grossProfit),
        '',
      ),
      group('Operating expenses'),
      row(
        'Selling, general and administrative',
        of(({ operations }) => operations.sellingAndAdministrative),
      ),
      row(
        'Research and development',
        of(({ operations }) => operations.research),
      ),
      row(
        'Amortization of acquired intangible assets',
        of(({ operations }) => operations.amortization),
      ),
      row(
        'Restructuring charges',
        of(({ operations }) => operations.restructuring),
      ),
      total(
        'Operating income',
        of(({ operations }) => operations.operatingIncome),
        '',
      ),
      row(
        'Interest expense',
        of(({ operations }) => -operations.interest),
      ),
      row(
        'Other income, net',
        of(({ operations }) => operations.otherIncome),
      ),
      total(
        'Earnings before income taxes',
        of(({ operations }) => operations.beforeTaxes),
        '',
      ),
      row(
        'Provision for income taxes',
        of(({ operations }) => operations.taxes),
      ),
      total(
        'Net earnings',
        of(({ operations }) => operations.net),
        '',
      ),
      row(
        'Less: earnings attributable to noncontrolling interest',
        of(({ operations }) => operations.minority),
      ),
      total(
        'Net earnings attributable to Brennick',
        of(({ operations }) => operations.attributable),
      ),
      group('Earnings per share attributable to Brennick'),
      money(
        'Basic',
        perShare(({ operations: { attributable, basicShares } }) => attributable / basicShares),
      ),
      money(
        'Diluted',
        perShare(({ operations: { attributable, dilutedShares } }) => attributable / dilutedShares),
      ),
      group('Weighted average shares outstanding'),
      row(
        'Basic',
        shares(({ operations }) => operations.basicShares),
      ),
      row(
        'Diluted',
        shares(({ operations }) => operations.dilutedShares),
      ),
      money(
        'Cash dividends declared per share',
        perShare(({ facts }) => facts.dividendCents / 100),
        0,
      ),
    ],
  });
}

/** Revenue of the segments' service lines. */
export function service({ segments, year }: FiscalYear): number {
  return segments
    .flatMap(({ segment }) => segment.lines)
    .filter(({ name }) => name === 'Service and parts')
    .reduce((sum, { revenue }) => sum + revenue[year], 0);
}

export function otherComprehensive({ comprehensive }: FiscalYear): number {
  return comprehensive.translation + comprehensive.pension + comprehensive.hedges;
}

export function comprehensiveIncome(): Block {
  const all = (year: FiscalYear) => year.operations.net + otherComprehensive(year);
  return figures({
    caption: 'In millions',
    ...COLUMNS,
    rows: [
      money(
        'Net earnings',
        of(({ operations }) => operations.net),
        0,
      ),
      group('Other comprehensive income (loss), net of tax'),
      row(
        'Foreign currency translation adjustments',
        of(({ comprehensive }) => comprehensive.translation),
      ),
      row(
        'Pension remeasurements',
        of(({ comprehensive }) => comprehensive.pension),
      ),
      row(
        'Cash flow hedges',
        of(({ comprehensive }) => comprehensive.hedges),
      ),
      total('Other comprehensive income (loss)', of(otherComprehensive), ''),
      total('Comprehensive income', of(all), ''),
      row(
        'Less: comprehensive income attributable to noncontrolling interest',
        of((year) => year.operations.minority),
      ),
      total(
        'Comprehensive income attributable to Brennick',
        of((year) => all(year) - year.operations.minority),
      ),
    ],
  });
}

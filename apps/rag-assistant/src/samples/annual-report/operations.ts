import type { FiscalYear } from '../company/model.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { YEARS_ENDED, years } from './years.ts';

type Pick = (year: FiscalYear) => number;

const perShare = (pick: Pick) => (year: FiscalYear) => pick(year).toFixed(2);
const shares = (pick: Pick) => (year: FiscalYear) => (pick(year) / 10).toFixed(1);

export function operations(): Block {
  return figures({
    caption: 'In millions, except per share amounts',
    ...YEARS_ENDED,
    rows: [
      group('Net revenue'),
      years.money('Products', (year) => year.operations.revenue - service(year)),
      years.row('Service and parts', service),
      years.total('Total net revenue', ({ operations }) => operations.revenue),
      years.row('Cost of sales', ({ operations }) => operations.costOfSales),
      years.total('Gross profit', ({ operations }) => operations.grossProfit, ''),
      group('Operating expenses'),
      years.row('Selling, general and administrative', ({ operations }) => operations.sellingAndAdministrative),
      years.row('Research and development', ({ operations }) => operations.research),
      years.row('Amortization of acquired intangible assets', ({ operations }) => operations.amortization),
      years.row('Restructuring charges', ({ operations }) => operations.restructuring),
      years.total('Operating income', ({ operations }) => operations.operatingIncome, ''),
      years.row('Interest expense', ({ operations }) => -operations.interest),
      years.row('Other income, net', ({ operations }) => operations.otherIncome),
      years.total('Earnings before income taxes', ({ operations }) => operations.beforeTaxes, ''),
      years.row('Provision for income taxes', ({ operations }) => operations.taxes),
      years.total('Net earnings', ({ operations }) => operations.net, ''),
      years.row('Less: earnings attributable to noncontrolling interest', ({ operations }) => operations.minority),
      years.total('Net earnings attributable to Brennick', ({ operations }) => operations.attributable),
      group('Earnings per share attributable to Brennick'),
      years.money(
        'Basic',
        perShare(({ operations: { attributable, basicShares } }) => attributable / basicShares),
      ),
      years.money(
        'Diluted',
        perShare(({ operations: { attributable, dilutedShares } }) => attributable / dilutedShares),
      ),
      group('Weighted average shares outstanding'),
      years.row(
        'Basic',
        shares(({ operations }) => operations.basicShares),
      ),
      years.row(
        'Diluted',
        shares(({ operations }) => operations.dilutedShares),
      ),
      years.money(
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
    ...YEARS_ENDED,
    rows: [
      years.money('Net earnings', ({ operations }) => operations.net, 0),
      group('Other comprehensive income (loss), net of tax'),
      years.row('Foreign currency translation adjustments', ({ comprehensive }) => comprehensive.translation),
      years.row('Pension remeasurements', ({ comprehensive }) => comprehensive.pension),
      years.row('Cash flow hedges', ({ comprehensive }) => comprehensive.hedges),
      years.total('Other comprehensive income (loss)', otherComprehensive, ''),
      years.total('Comprehensive income', all, ''),
      years.row(
        'Less: comprehensive income attributable to noncontrolling interest',
        (year) => year.operations.minority,
      ),
      years.total('Comprehensive income attributable to Brennick', (year) => all(year) - year.operations.minority),
    ],
  });
}

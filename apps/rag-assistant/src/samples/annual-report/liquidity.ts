import { equityOf, fiscalYear } from '../company/model.ts';
import { totalDebt } from '../company/roll-forward.ts';
import { YEARS } from '../company/segments.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { change, dollars, percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';
import { leasePaymentsDue } from './notes-leases-and-pensions.ts';
import { LAST, NOW, years } from './years.ts';

const LATEST_FIRST = [...YEARS].reverse().map(fiscalYear);

export const ebitda = ({ operations, facts }: typeof NOW) =>
  operations.operatingIncome + facts.depreciation + facts.amortization;

/** Items 7 (liquidity, estimates, measures of our own) and 7A. */
export function liquidity(): Block[] {
  const debt = totalDebt(NOW.closing.debt);
  const net = debt - NOW.closing.cash;
  return [
    ...parseMarkup(`
:::page

## Liquidity and capital resources

At December 31, 2025 we had ${dollars(NOW.closing.cash)} of cash, of which ${dollars(1_184)} was held outside the United States, and ${dollars(6_000 - NOW.closing.debt.revolver - 112)} that could be drawn under a revolving credit facility of $600.0 million, after $11.2 million of letters of credit. Total debt was ${dollars(debt)}; less cash it was ${dollars(net)}, or ${(net / ebitda(NOW)).toFixed(2)} times earnings before interest, taxes, depreciation and amortization. We believe that cash, operations and the facility will cover what we need for the coming twelve months and beyond.`),
    figures({
      caption: 'Summary of cash flows (in millions)',
      columns: ['2025', '2024', '2023'],
      rows: [
        years.money('Operating activities', ({ cashFlows }) => cashFlows.fromOperations),
        years.row('Investing activities', ({ cashFlows }) => cashFlows.fromInvesting),
        years.row('Financing activities', ({ cashFlows }) => cashFlows.fromFinancing),
        years.row('Exchange rates', ({ cashFlows }) => cashFlows.exchange),
        years.total('Increase in cash', ({ cashFlows }) => cashFlows.change),
      ],
    }),
    ...parseMarkup(`
**Operating activities** provided ${dollars(NOW.cashFlows.fromOperations)}, a change of ${change(NOW.cashFlows.fromOperations, LAST.cashFlows.fromOperations)} from 2024. Receivables took ${dollars(-NOW.cashFlows.operating.receivables)} as revenue grew, although customers paid a day sooner: days sales outstanding were 58 at the end of 2025, 59 a year earlier and 60 two years earlier. Inventories stood at 81 days of cost of sales, after 84 and 88.

**Investing activities.** Capital expenditures were ${dollars(NOW.facts.capitalExpenditure)}, or ${percent(NOW.facts.capitalExpenditure, NOW.operations.revenue)} of net revenue. The largest projects were a test stand for pumps of up to six megawatts at Duluth ($13.7 million in 2025), the circulator line at Burgos ($11.2 million) and the planning system ($9.8 million). For 2026 we plan between $85 million and $95 million.

**Financing activities.** We repaid ${dollars(100)} of the term loan and ${dollars(90)} of the revolving facility. Dividends were $${(NOW.facts.dividendCents / 100).toFixed(2)} a share, paid in four parts of 26 cents. We repurchased 0.7 million shares at an average of $71.43. In October 2025 the Board authorized further repurchases of $150.0 million, of which $128.4 million remained at the end of the year.`),
    figures({
      caption: 'What we owe under contracts at December 31, 2025 (in millions)',
      columns: ['2026', '2027', '2028', '2029', '2030', 'After', 'Total'],
      label: 22,
      rows: obligations(),
    }),
    ...parseMarkup(`
Interest is computed with the rates of the end of 2025. The table leaves out the pension plans, to which we expect to contribute $7.5 million in 2026, and uncertain tax positions of $4.6 million, for which no date can be given.

### Covenants

The credit agreement of October 3, 2023 requires a ratio of net debt to adjusted earnings of at most 3.25, and a coverage of interest of at least 4.0. At December 31, 2025 they were ${(net / ebitda(NOW)).toFixed(2)} and ${(ebitda(NOW) / NOW.operations.interest).toFixed(1)}. Standard & Poor’s rates our notes BBB, Moody’s Baa2; neither changed its opinion in 2025.

## Measures of our own

We use measures that accounting principles do not define, because they show how the business does from year to year apart from purchases and closures. Others may compute them differently.`),
    figures({
      caption: 'Earnings before interest, taxes, depreciation and amortization (in millions)',
      columns: LATEST_FIRST.map(({ year }) => String(year)),
      rows: [
        money(
          'Operating income',
          LATEST_FIRST.map(({ operations }) => operations.operatingIncome),
        ),
        row(
          'Depreciation',
          LATEST_FIRST.map(({ facts }) => facts.depreciation),
        ),
        row(
          'Amortization',
          LATEST_FIRST.map(({ facts }) => facts.amortization),
        ),
        total('EBITDA', LATEST_FIRST.map(ebitda), ''),
        row(
          'Restructuring charges',
          LATEST_FIRST.map(({ facts }) => facts.restructuring),
        ),
        row(
          'Stock-based compensation',
          LATEST_FIRST.map(({ facts }) => facts.stockCompensation),
        ),
        total(
          'Adjusted EBITDA',
          LATEST_FIRST.map((year) => ebitda(year) + year.facts.restructuring + year.facts.stockCompensation),
        ),
      ],
    }),
    figures({
      caption: 'Free cash flow (in millions)',
      columns: LATEST_FIRST.map(({ year }) => String(year)),
      rows: [
        money(
          'Net cash provided by operating activities',
          LATEST_FIRST.map(({ cashFlows }) => cashFlows.fromOperations),
        ),
        row(
          'Capital expenditures',
          LATEST_FIRST.map(({ facts }) => -facts.capitalExpenditure),
        ),
        total(
          'Free cash flow',
          LATEST_FIRST.map(({ cashFlows, facts }) => cashFlows.fromOperations - facts.capitalExpenditure),
        ),
        row(
          'Free cash flow to net earnings',
          LATEST_FIRST.map(({ cashFlows, facts, operations }) =>
            percent(cashFlows.fromOperations - facts.capitalExpenditure, operations.net),
          ),
          0,
        ),
      ],
    }),
    figures({
      caption: 'Return on invested capital (in millions)',
      columns: ['2025', '2024', '2023'],
      rows: [
        years.money('Operating income after taxes at the effective rate', afterTax),
        years.row('Debt and equity at the end of the year', capital),
        years.row('Return on invested capital', (year) => percent(afterTax(year), capital(year))),
      ],
    }),
    ...parseMarkup(`
:::page

## Critical accounting estimates

**Revenue over time.** About a fifth of net revenue comes from large stations, for which we record revenue as costs are incurred. A change of one percentage point in the estimated cost of all open contracts would have moved operating income of 2025 by about $3.4 million.

**Goodwill.** We test goodwill on October 1, by discounting the cash that each of five reporting units is expected to bring. The fair value of four of them exceeded their carrying value by more than 60%; that of Irrigation and Rural by 14%, with a discount rate of 9.8% and growth of 2.0% in the long run. If the rate were one point higher, the excess would fall to 3%.

**Warranty.** We provide for claims by product and age, from what was paid in the past. A rise of claims by a tenth would cost about $1.6 million a year.

**Pensions.** The discount rate was 5.35% at the end of 2025 and 5.55% at the end of 2024. The expected return on plan assets was 5.6%.

**Income taxes.** We keep a valuation allowance of $6.9 million against losses carried forward in France and Brazil, since we do not expect to use them.

# Item 7A. Market Risk

**Exchange rates.** We hedge purchases and sales in foreign currency that are probable within the next four quarters with forward contracts, at 50% to 80%. Contracts of $142.0 million were open at the end of 2025. A rise of the dollar by 10% against all currencies would have lowered their value by $5.1 million.

**Interest.** The term loan and the facility bear interest at a rate that varies, at the end of 2025 a margin of 1.375% above the reference rate. A rise of one point would cost $1.6 million a year.

**Materials.** We hedge about 60% of our copper for the next twelve months. Copper at a price 10% higher would raise our cost by $2.3 million after hedges, steel and iron 10% dearer by $8.8 million before surcharges.`),
  ];
}

const afterTax = ({ operations }: typeof NOW) =>
  operations.operatingIncome - Math.round((operations.operatingIncome * operations.taxes) / operations.beforeTaxes);
const capital = ({ closing }: typeof NOW) => totalDebt(closing.debt) + equityOf(closing).total;

function obligations() {
  const debt = [100, 100, 1_360, 1_500, 0, 1_000];
  const interest = [188, 184, 170, 72, 51, 166];
  const purchases = [684, 92, 31, 12, 0, 0];
  const leases = leasePaymentsDue();
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const whole = (values: readonly number[]) => [...values, sum(values)];
  return [
    row('Debt', whole(debt)),
    row('Interest', whole(interest)),
    row('Operating leases', whole(leases)),
    row('Purchases', whole(purchases)),
    total('Total', whole(debt.map((value, at) => value + interest[at]! + leases[at]! + purchases[at]!))),
  ];
}

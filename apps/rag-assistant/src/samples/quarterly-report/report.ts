import { money, over, row, total } from '../annual-report/amounts.ts';
import { positionRows } from '../annual-report/balance-sheets.ts';
import { cashFlowRows } from '../annual-report/cash-flows.ts';
import { firstQuarter, type Quarter } from '../company/model.ts';
import type { Manuscript } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { change, dollars, percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';

const [NOW, LAST] = [firstQuarter(2026), firstQuarter(2025)];
const BOTH = [NOW, LAST] as const;
const COLUMNS = { over: 'Three months ended March 31,', columns: ['2026', '2025'], label: 34 };
const quarters = over(BOTH);
const eps = ({ operations }: Quarter) => (operations.attributable / operations.dilutedShares).toFixed(2);

/** The report of the first quarter of 2026, which goes on where the annual report ends. */
export function quarterlyReport(): Manuscript {
  const orders = [2_418, 1_264, 671, 512];
  const ordersBefore = [2_196, 1_371, 619, 503];
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  return {
    title: 'Quarterly Report, First Quarter 2026',
    author: 'Brennick Industries, Inc.',
    date: '2026-04-29',
    language: 'en',
    style: {
      family: 'Times',
      size: 10.5,
      accent: '#1f3a5f',
      margin: 70,
      header: 'Brennick Industries, Inc. · Quarterly Report',
      footer: 'For the quarter ended March 31, 2026 (unaudited)',
      pageNumber: String,
      unnumberedPages: 0,
    },
    blocks: [
      ...parseMarkup(`
# Quarterly Report, First Quarter 2026

Brennick Industries, Inc., Duluth, Minnesota. For the three months ended March 31, 2026. The figures have not been audited.

## Highlights

- Net revenue of ${dollars(NOW.operations.revenue)}, ${change(NOW.operations.revenue, LAST.operations.revenue)} more than in the first quarter of 2025
- Operating income of ${dollars(NOW.operations.operatingIncome)}, or ${percent(NOW.operations.operatingIncome, NOW.operations.revenue)} of net revenue
- Diluted earnings per share of $${eps(NOW)}, after $${eps(LAST)}
- Orders of ${dollars(sum(orders))}, after ${dollars(sum(ordersBefore))}
- The outlook for the year is unchanged: growth of 4% to 6% and an operating margin of 11.0% to 11.4%

"Towns are taking delivery faster than we dared to plan," said Margaret A. Lindqvist, President and Chief Executive Officer. "Kassel is behind us sooner than Usti is in front of us, and that gap cost us money again. In April scrap fell below five per cent for the first time."

## Statements of operations`),
      figures({
        caption: 'Condensed consolidated statements of operations (in millions, except per share amounts)',
        ...COLUMNS,
        rows: [
          quarters.money('Net revenue', ({ operations }) => operations.revenue),
          quarters.row('Cost of sales', ({ operations }) => operations.costOfSales),
          quarters.total('Gross profit', ({ operations }) => operations.grossProfit, ''),
          quarters.row('Selling, general and administrative', ({ operations }) => operations.sellingAndAdministrative),
          quarters.row('Research and development', ({ operations }) => operations.research),
          quarters.row('Amortization', ({ operations }) => operations.amortization),
          quarters.row('Restructuring charges', ({ operations }) => operations.restructuring),
          quarters.total('Operating income', ({ operations }) => operations.operatingIncome, ''),
          quarters.row('Interest expense', ({ operations }) => -operations.interest),
          quarters.row('Other income, net', ({ operations }) => operations.otherIncome),
          quarters.row('Provision for income taxes', ({ operations }) => -operations.taxes),
          quarters.total('Net earnings', ({ operations }) => operations.net, ''),
          quarters.row('Noncontrolling interest', ({ operations }) => -operations.minority),
          quarters.total('Net earnings attributable to Brennick', ({ operations }) => operations.attributable),
          quarters.money('Diluted earnings per share', eps),
          money('Dividends per share', ['0.28', '0.26']),
          quarters.row('Diluted shares', ({ operations }) => operations.dilutedShares),
        ],
      }),
      ...parseMarkup('## Segments'),
      figures({
        caption: 'Segments in the first quarter (in millions)',
        columns: ['Revenue 2026', 'Revenue 2025', 'Income 2026', 'Income 2025', 'Orders 2026', 'Orders 2025'],
        label: 22,
        rows: [
          ...NOW.segments.map(({ segment, revenue, operatingIncome }, at) =>
            row(segment.name, [
              revenue,
              LAST.segments[at]!.revenue,
              operatingIncome,
              LAST.segments[at]!.operatingIncome,
              orders[at]!,
              ordersBefore[at]!,
            ]),
          ),
          total(
            'Total segments',
            [
              NOW.trading.revenue,
              LAST.trading.revenue,
              sum(NOW.segments.map(({ operatingIncome }) => operatingIncome)),
              sum(LAST.segments.map(({ operatingIncome }) => operatingIncome)),
              sum(orders),
              sum(ordersBefore),
            ],
            '',
          ),
        ],
      }),
      ...parseMarkup(`
**Municipal Water** delivered the third lot of Port Calder and the first pumps for Greensboro. Connected stations reached 7,540. **Industrial Flow** worked short at Kassel on eleven days and lost $2.2 million to scrap and idle time; orders from refineries improved in March. **Building Services** gained in Canada and shipped 910 R400 sets. **Irrigation and Rural** was held back by a wet March in Nebraska, while pivots sold better for the first time in three years.

The Beaumont plant changes over to the new planning system in May. We have built up stocks of about $6 million so that customers do not notice it.

:::page

## Balance sheets`),
      figures({
        caption: 'Condensed consolidated balance sheets (in millions)',
        columns: ['March 31, 2026', 'December 31, 2025'],
        label: 32,
        isDense: true,
        rows: positionRows([NOW.closing, NOW.opening]),
      }),
      ...parseMarkup(':::page\n\n## Cash flows'),
      figures({
        caption: 'Condensed consolidated statements of cash flows (in millions)',
        ...COLUMNS,
        isDense: true,
        rows: cashFlowRows(BOTH),
      }),
      ...parseMarkup(`
:::page

## Notes

**1. Basis.** These statements follow the policies of the annual report for 2025, with which they should be read. The tax rate is the one that we expect for the year, 23.6%.

**2. Prairie Pump & Motor.** The purchase of the service business of Prairie Pump & Motor, agreed on February 9 for $23.5 million, was cleared by the Canadian competition authority on April 14 and closed on April 27, 2026. It is not in these statements.

**3. Debt.** We drew ${dollars(NOW.closing.debt.revolver - NOW.opening.debt.revolver)} of the revolving facility in the quarter, for stocks before the season and for repurchases, and paid ${dollars(25)} of the term loan.`),
      figures({
        caption: 'Debt (in millions)',
        columns: ['March 31, 2026', 'December 31, 2025'],
        label: 32,
        rows: [
          money('Revolving credit facility', [NOW.closing.debt.revolver, NOW.opening.debt.revolver]),
          row('Term loan', [NOW.closing.debt.termLoan, NOW.opening.debt.termLoan]),
          row('3.85% senior notes', [1_500, 1_500]),
          row('5.10% senior notes', [1_000, 1_000]),
          total(
            'Total debt',
            [NOW, { closing: NOW.opening }].map(({ closing: { debt } }) => sum(Object.values(debt))),
          ),
        ],
      }),
      figures({
        caption: 'Warranty and restructuring accruals (in millions)',
        ...COLUMNS,
        rows: [
          group('Warranty'),
          quarters.money('Beginning of quarter', ({ opening }) => opening.warranty),
          quarters.row('Provided', ({ facts }) => facts.warrantyProvisions),
          quarters.row('Claims paid', ({ facts }) => -facts.warrantyClaims),
          quarters.total('End of quarter', ({ closing }) => closing.warranty, ''),
          group('Restructuring'),
          quarters.money('Beginning of quarter', ({ opening }) => opening.restructuring),
          quarters.row('Charges', ({ facts }) => facts.restructuring),
          quarters.row('Paid', ({ facts }) => -facts.restructuringPaid),
          quarters.total('End of quarter', ({ closing }) => closing.restructuring, ''),
        ],
      }),
      ...parseMarkup(`
**4. Shaft sleeves.** Of the 640 submersible pumps whose sleeves wear too fast, 388 had been repaired by the end of March. The provision made in 2025 suffices.

**5. Lakeland.** The tribunal has moved the hearing of September 2026 to January 2027 because an expert fell ill. Our view of the case has not changed.

**6. Repurchases.** We bought 193 thousand shares at an average of $77.72; $113.4 million of the program remains.

## Outlook

For 2026 we expect growth of net revenue of 4% to 6%, an operating margin of 11.0% to 11.4%, capital expenditures of $85 million to $95 million, and a tax rate of 23.5%. Tariffs as in force on April 24 are included. The Board declared a dividend of 28 cents a share on April 28, to be paid on June 12 to holders of May 29.`),
    ],
  };
}

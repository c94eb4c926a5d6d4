import { fiscalYear, type SegmentResult } from '../company/model.ts';
import type { Year } from '../company/segments.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { change, dollars, percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';
import { segmentDiscussions } from './segment-discussions.ts';
import { BEFORE, LAST, NOW } from './years.ts';

const OF = { now: NOW.operations, last: LAST.operations, before: BEFORE.operations };

type Line = keyof typeof OF.now;

/** Amounts of three years with what changed between them. */
export function compared(label: string, [now, last, before]: readonly [number, number, number]) {
  return row(label, [now, last, before, change(now, last), change(last, before)]);
}

function line(label: string, name: Line) {
  return compared(label, [OF.now[name], OF.last[name], OF.before[name]]);
}

const COMPARED = ['2025', '2024', '2023', '2025 v. 2024', '2024 v. 2023'];

/** Item 7, up to liquidity. */
export function discussion(): Block[] {
  return [
    ...parseMarkup(`
:::page

# Item 7. Management’s Discussion and Analysis

This part explains our results of 2025 and 2024. What we said of 2023 against 2022 is in Item 7 of last year's report and is not repeated. It should be read with the consolidated financial statements and their notes.

## Overview of 2025

Net revenue grew by ${change(OF.now.revenue, OF.last.revenue)} to ${dollars(OF.now.revenue)}. Municipal Water carried the year: public customers took delivery of stations ordered in 2023 and 2024, and Delmarva Controls was with us for twelve months instead of nine. Industrial Flow shrank again, by less than in 2024. Building Services returned to growth as Canadian contractors started to build, and Irrigation and Rural stopped falling in the second half.

Operating income was ${dollars(OF.now.operatingIncome)}, or ${percent(OF.now.operatingIncome, OF.now.revenue)} of net revenue, after ${dollars(OF.last.operatingIncome)}, or ${percent(OF.last.operatingIncome, OF.last.revenue)}, in 2024. Better prices on municipal contracts and lower restructuring charges made the difference; tariffs took $18.6 million, of which we recovered about $12.4 million. Net earnings attributable to Brennick came to ${dollars(OF.now.attributable)} and diluted earnings per share to $${(OF.now.attributable / OF.now.dilutedShares).toFixed(2)}.

Operations provided ${dollars(NOW.cashFlows.fromOperations)} of cash. We spent ${dollars(NOW.facts.capitalExpenditure)} on property, paid ${dollars(NOW.dividends)} in dividends and bought back stock for ${dollars(NOW.facts.repurchases)}.

## Results of operations`),
    figures({
      caption: 'Results of operations (in millions)',
      columns: COMPARED,
      label: 26,
      rows: [
        line('Net revenue', 'revenue'),
        line('Cost of sales', 'costOfSales'),
        line('Gross profit', 'grossProfit'),
        line('Selling, general and administrative', 'sellingAndAdministrative'),
        line('Research and development', 'research'),
        line('Amortization of acquired intangibles', 'amortization'),
        line('Restructuring charges', 'restructuring'),
        line('Operating income', 'operatingIncome'),
        line('Interest expense', 'interest'),
        line('Other income, net', 'otherIncome'),
        line('Earnings before income taxes', 'beforeTaxes'),
        line('Provision for income taxes', 'taxes'),
        line('Net earnings', 'net'),
        line('Net earnings attributable to Brennick', 'attributable'),
      ],
    }),
    figures({
      caption: 'As a percentage of net revenue',
      columns: ['2025', '2024', '2023'],
      rows: (
        [
          ['Gross profit', 'grossProfit'],
          ['Selling, general and administrative', 'sellingAndAdministrative'],
          ['Research and development', 'research'],
          ['Operating income', 'operatingIncome'],
          ['Net earnings attributable to Brennick', 'attributable'],
        ] as const
      ).map(([label, name]) =>
        row(
          label,
          [OF.now, OF.last, OF.before].map((year) => percent(year[name], year.revenue)),
        ),
      ),
    }),
    ...revenue(),
    ...margins(),
    ...segmentDiscussions(),
  ];
}

function revenue(): Block[] {
  const acquired = { 2025: 118, 2024: 228 };
  const currency = { 2025: 97, 2024: -41 };
  const price = { 2025: 412, 2024: 386 };
  const volume = (year: 2025 | 2024) => {
    const all = fiscalYear(year).operations.revenue - fiscalYear((year - 1) as Year).operations.revenue;
    return all - acquired[year] - currency[year] - price[year];
  };
  return [
    ...parseMarkup(`
### Net revenue

The table splits the change of net revenue into what was bought, what exchange rates did, price, and the rest, which is volume and mix. Acquired revenue is that of Delmarva Controls until it had been with us for a year.`),
    figures({
      caption: 'What changed net revenue (in millions)',
      columns: ['2025', '2024'],
      rows: [
        money('Net revenue of the year before', [LAST.operations.revenue, BEFORE.operations.revenue]),
        row('Acquisition', [acquired[2025], acquired[2024]]),
        row('Exchange rates', [currency[2025], currency[2024]]),
        row('Price', [price[2025], price[2024]]),
        row('Volume and mix', [volume(2025), volume(2024)]),
        total('Net revenue', [NOW.operations.revenue, LAST.operations.revenue]),
      ],
    }),
    figures({
      caption: 'Net revenue by place of the customer (in millions)',
      columns: COMPARED,
      label: 22,
      rows: [
        ...NOW.regions.map(({ name, revenue: now }, at) =>
          compared(name, [now, LAST.regions[at]!.revenue, BEFORE.regions[at]!.revenue]),
        ),
        compared('Total', [NOW.operations.revenue, LAST.operations.revenue, BEFORE.operations.revenue]),
      ],
    }),
    ...parseMarkup(`
Growth in the United States came from waterworks in Texas, Ohio and the Carolinas. Spain grew with hotel renovation on the coasts and with pumping for irrigation communities in the Ebro valley. Germany fell by ${change(NOW.regions[3]!.revenue, LAST.regions[3]!.revenue).replace(/[()]/g, '')} as chemical customers postponed shutdowns. In Latin America, copper mines in Chile and Peru bought slurry valves.`),
  ];
}

function margins(): Block[] {
  const margin = (year: typeof NOW) => percent(year.operations.grossProfit, year.operations.revenue);
  const unallocated = [NOW, LAST, BEFORE] as const;
  return [
    ...parseMarkup(`
### Gross profit

Gross profit was ${margin(NOW)} of net revenue in 2025, ${margin(LAST)} in 2024 and ${margin(BEFORE)} in 2023. In 2025 price added 1.5 points, tariffs net of surcharges took 0.3 points, wages and castings took 0.9 points, and the lower share of Industrial Flow took the remainder. Steel prices were almost unchanged over the year; copper rose by 9%, most of which our hedges offset.

### Selling, general and administrative expense

The expense rose by ${change(OF.now.sellingAndAdministrative, OF.last.sellingAndAdministrative)} in 2025. The planning system accounted for ${dollars(71)} of it, after ${dollars(46)} in 2024, a further quarter of Delmarva Controls for ${dollars(22)}, and higher bonuses for ${dollars(58)}. Travel cost 6% less than the year before.

### Research and development

We spent ${percent(OF.now.research, OF.now.revenue)} of net revenue on research and development. The increase went to telemetry and to circulators for the European rules of 2027.

### Restructuring

Charges of ${dollars(OF.now.restructuring)} in 2025 concerned mostly the transfer of machining from Kassel; those of ${dollars(OF.last.restructuring)} in 2024 the closure of the Lünen works, and those of ${dollars(OF.before.restructuring)} in 2023 the sales offices of Building Services in France and Italy. Note 18 has the details.

### Interest, other income and taxes

Interest expense was ${dollars(OF.now.interest)} in 2025 and ${dollars(OF.last.interest)} in 2024. The average rate fell to 5.2% from 5.5% while the average debt rose with the notes issued in March 2024. Other income consists of interest on deposits and small gains on property.

The effective tax rate was ${percent(OF.now.taxes, OF.now.beforeTaxes)}, against ${percent(OF.last.taxes, OF.last.beforeTaxes)} in 2024 and ${percent(OF.before.taxes, OF.before.beforeTaxes)} in 2023. A larger credit for research lowered it. We expect a rate of about 23.5% in 2026.`),
    figures({
      caption: 'From segment operating income to operating income (in millions)',
      columns: ['2025', '2024', '2023'],
      rows: [
        ...NOW.segments.map((each: SegmentResult, at) =>
          row(
            each.segment.name,
            unallocated.map((year) => year.segments[at]!.operatingIncome),
          ),
        ),
        total(
          'Segment operating income',
          unallocated.map(({ segments }) => segments.reduce((sum, each) => sum + each.operatingIncome, 0)),
          '',
        ),
        group('Not allocated to segments'),
        row(
          'Corporate expense',
          unallocated.map(({ facts }) => -facts.corporate),
        ),
        row(
          'Amortization of acquired intangibles',
          unallocated.map(({ facts }) => -facts.amortization),
        ),
        row(
          'Restructuring charges',
          unallocated.map(({ facts }) => -facts.restructuring),
        ),
        total(
          'Operating income',
          unallocated.map(({ operations }) => operations.operatingIncome),
        ),
      ],
    }),
    ...parseMarkup(
      `Corporate expense covers the Board, finance, law, treasury and the part of information technology that no segment uses alone. It was ${dollars(NOW.facts.corporate)} in 2025.`,
    ),
  ];
}

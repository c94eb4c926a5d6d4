import { fiscalYear } from '../company/model.ts';
import { LAST_REGION, SEGMENTS } from '../company/segments.ts';
import { parts } from '../shares.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { over, row, total } from './amounts.ts';
import { positionRows } from './balance-sheets.ts';
import { cashFlowRows } from './cash-flows.ts';

const YEARS = [fiscalYear(2022), fiscalYear(2021)] as const;
const COLUMNS = ['2022', '2021'];
const LABEL = 34;

/** Appendix: statements of the two years that the audited ones no longer show. */
export function earlierYears(): Block[] {
  const operations = over(YEARS.map((year) => year.operations));
  return [
    ...parseMarkup(`
:::page

# Appendix C. Statements of 2022 and 2021

For readers who want to look further back, this appendix repeats the statements of 2022 and 2021 as they were published, with the segments of today.`),
    figures({
      caption: 'Operations in 2022 and 2021 (in millions)',
      columns: COLUMNS,
      label: LABEL,
      rows: [
        operations.money('Net revenue', ({ revenue }) => revenue),
        operations.row('Cost of sales', ({ costOfSales }) => costOfSales),
        operations.total('Gross profit', ({ grossProfit }) => grossProfit, ''),
        operations.row('Selling, general and administrative', (each) => each.sellingAndAdministrative),
        operations.row('Research and development', ({ research }) => research),
        operations.row('Amortization of acquired intangible assets', ({ amortization }) => amortization),
        operations.total('Operating income', ({ operatingIncome }) => operatingIncome, ''),
        operations.row('Interest expense', ({ interest }) => -interest),
        operations.row('Other income, net', ({ otherIncome }) => otherIncome),
        operations.row('Provision for income taxes', ({ taxes }) => -taxes),
        operations.total('Net earnings', ({ net }) => net),
      ],
    }),
    figures({
      caption: 'Segments in 2022 and 2021 (in millions)',
      columns: COLUMNS,
      label: LABEL,
      rows: [
        group('Net revenue'),
        ...SEGMENTS.map(({ name }, at) =>
          row(
            name,
            YEARS.map(({ segments }) => segments[at]!.revenue),
          ),
        ),
        group('Segment operating income'),
        ...SEGMENTS.map(({ name }, at) =>
          row(
            name,
            YEARS.map(({ segments }) => segments[at]!.operatingIncome),
          ),
        ),
      ],
    }),
    { kind: 'page-break' },
    figures({
      caption: 'Balance sheets at December 31, 2022 and 2021 (in millions)',
      isDense: true,
      columns: COLUMNS,
      label: LABEL,
      rows: positionRows(YEARS.map(({ closing }) => closing)),
    }),
    { kind: 'page-break' },
    figures({
      caption: 'Cash flows in 2022 and 2021 (in millions)',
      isDense: true,
      columns: COLUMNS,
      label: LABEL,
      rows: cashFlowRows(YEARS),
    }),
  ];
}

/** What each region but the first bought from the first three segments, thousandths of the region's revenue. */
const MIX: Readonly<Record<string, readonly [number, number, number]>> = {
  Canada: [388, 171, 352],
  Spain: [148, 96, 548],
  Germany: [212, 655, 118],
  'Rest of Europe': [341, 388, 214],
  'Latin America': [392, 478, 58],
  [LAST_REGION]: [377, 511, 34],
};

const REGION_NOTES: Readonly<Record<string, string>> = {
  'United States':
    'Texas was the largest state, before California, Ohio and Minnesota. Public bodies bought 52% of the volume. Domestic-content rules covered about a third of the orders.',
  Canada:
    'Ontario and British Columbia make up three quarters of sales. The Canadian dollar was 2% weaker on average than in 2024. Sales are invoiced by Brennick Canada ULC from Hamilton.',
  Spain:
    'Hidráulica Arlanza serves Spain from Burgos and Zaragoza. Irrigation communities in the Ebro valley renewed eleven pumping stations with public grants that end in August 2026.',
  Germany:
    'Sales to chemistry fell for the fourth year; heat networks and paper mills bought more. Osterloh Ventiltechnik also exports from here, which is counted where the customer is.',
  'Rest of Europe':
    'Poland, France, Italy and the Czech Republic lead. Sales in France go through wholesalers since the Lyon office closed.',
  'Latin America':
    'Copper mines in Chile and Peru account for more than half. We have had no agents in Peru since 2022 and sell there through our Mexican company.',
  [LAST_REGION]: 'Australia, India and the Gulf states are the largest markets. Sales to Russia ended in March 2022.',
};

/** By region and segment; the first region has what the others leave of each segment, so that both ways add up. */
function regionalRevenue(year: 2025 | 2024): number[][] {
  const { regions, segments } = fiscalYear(year);
  const others = regions.slice(1).map(({ name, revenue }) => parts(revenue, MIX[name]!));
  const first = segments.map(({ revenue }, at) => others.reduce((rest, region) => rest - region[at]!, revenue));
  return [first, ...others];
}

export function regionReviews(): Block[] {
  const [now, last] = [regionalRevenue(2025), regionalRevenue(2024)];
  return [
    ...parseMarkup(`
:::page

# Review of Regions

This review is not part of the audited statements. It shows what the customers of each region bought from the four segments.`),
    ...fiscalYear(2025).regions.flatMap(({ name, revenue }, at) => [
      ...parseMarkup(`## ${name}\n\n${REGION_NOTES[name]!}`),
      figures({
        caption: `Net revenue in ${name} by segment (in millions)`,
        columns: ['2025', '2024'],
        label: LABEL,
        rows: [
          ...SEGMENTS.map((segment, index) => row(segment.name, [now[at]![index]!, last[at]![index]!])),
          total('Total', [revenue, fiscalYear(2024).regions[at]!.revenue]),
        ],
      }),
    ]),
  ];
}

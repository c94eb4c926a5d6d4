import { assetsOf, type FiscalYear, firstQuarter } from '../company/model.ts';
import type { Trading } from '../company/roll-forward.ts';
import { SEGMENTS } from '../company/segments.ts';
import { parts } from '../shares.ts';
import type { Block, Row } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { dollars } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';
import { LAST, NOW, THREE, THREE_COLUMNS, years } from './years.ts';

/** Notes 21 to 26. */
export function segmentNotes(): Block[] {
  return [...segments(), ...places(), ...minority(), ...supplement(), ...quarters()];
}

function bySegment(label: string, amount: (year: FiscalYear) => number, shares: readonly number[]): Row[] {
  const split = THREE.map((year) => parts(amount(year), shares));
  return [
    group(label),
    ...SEGMENTS.map(({ name }, at) =>
      row(
        name,
        split.map((values) => values[at]!),
      ),
    ),
    ...(shares.length === SEGMENTS.length
      ? [
          row(
            'Corporate',
            split.map((values) => values[SEGMENTS.length]!),
          ),
        ]
      : []),
    years.total('Total', amount, ''),
  ];
}

function segments(): Block[] {
  const property = SEGMENTS.slice(0, -1).map((segment) => segment.property);
  const capital = SEGMENTS.slice(0, -1).map((segment) => segment.capitalExpenditure);
  return [
    ...parseMarkup(
      ':::page\n\n## Note 21. Segments\n\nThe Chief Executive Officer judges the segments by operating income before corporate expense, amortization of acquired intangibles and restructuring. Sales between segments are priced as to outsiders and were $28.4 million in 2025; they are eliminated in the figures below.',
    ),
    ...THREE.map((year) =>
      figures({
        caption: `Segments in ${year.year} (in millions)`,
        columns: ['Revenue', 'Cost of sales', 'Selling and admin.', 'Research', 'Operating income'],
        label: 22,
        rows: [
          ...year.segments.map(({ segment, revenue, costOfSales, selling, research, operatingIncome }) =>
            row(segment.name, [revenue, costOfSales, selling, research, operatingIncome]),
          ),
          total('Total segments', [
            year.trading.revenue,
            year.trading.costOfSales,
            year.trading.selling,
            year.trading.research,
            segmentIncome(year.trading),
          ]),
        ],
      }),
    ),
    figures({
      caption: 'From segment operating income to earnings before income taxes (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Segment operating income', ({ trading }) => segmentIncome(trading)),
        years.row('Corporate expense', ({ facts }) => -facts.corporate),
        years.row('Amortization of acquired intangible assets', ({ facts }) => -facts.amortization),
        years.row('Restructuring charges', ({ facts }) => -facts.restructuring),
        years.total('Operating income', ({ operations }) => operations.operatingIncome, ''),
        years.row('Interest expense', ({ operations }) => -operations.interest),
        years.row('Other income, net', ({ operations }) => operations.otherIncome),
        years.total('Earnings before income taxes', ({ operations }) => operations.beforeTaxes),
      ],
    }),
    figures({
      caption: 'Other figures by segment (in millions)',
      ...THREE_COLUMNS,
      rows: [
        ...bySegment('Depreciation', ({ facts }) => facts.depreciation, property),
        ...bySegment('Capital expenditures', ({ facts }) => facts.capitalExpenditure, capital),
        ...bySegment('Assets', ({ closing }) => assetsOf(closing).total, [352, 261, 118, 86]),
      ],
    }),
    figures({
      caption: 'Product lines (in millions)',
      ...THREE_COLUMNS,
      rows: SEGMENTS.flatMap(({ name, lines }) => [
        group(name),
        ...lines.map(({ name: line, revenue }) => row(line, [revenue[2025], revenue[2024], revenue[2023]])),
      ]),
    }),
  ];
}

function segmentIncome({ revenue, costOfSales, selling, research }: Trading): number {
  return revenue - costOfSales - selling - research;
}

function places(): Block[] {
  const ends = [NOW.closing.property, LAST.closing.property].map((amount) => [
    ...parts(amount, [541, 58, 132, 118, 61]),
    amount,
  ]);
  return [
    ...parseMarkup(
      ':::page\n\n## Note 22. Geography\n\nRevenue is shown by the place of the customer, property by where it stands. No single customer accounts for a tenth of revenue.',
    ),
    figures({
      caption: 'Revenue by place (in millions)',
      ...THREE_COLUMNS,
      rows: [
        ...NOW.regions.map(({ name }, at) => years.row(name, ({ regions }) => regions[at]!.revenue)),
        years.total('Net revenue', ({ operations }) => operations.revenue),
      ],
    }),
    figures({
      caption: 'Property by place at December 31 (in millions)',
      columns: ['2025', '2024'],
      label: 34,
      rows: ['United States', 'Canada', 'Spain', 'Germany', 'Czech Republic', 'Mexico, India and other', 'Total'].map(
        (name, at) =>
          (at === 6 ? total : row)(
            name,
            ends.map((values) => values[at]!),
          ),
      ),
    }),
  ];
}

function minority(): Block[] {
  return [
    ...parseMarkup(
      '## Note 23. Noncontrolling interest\n\nThe Fundación Caja del Arlanzón of Burgos holds 12% of Hidráulica Arlanza, S.A. It may sell its shares to us from 2029 on at a price set by three appraisers; since the price is fair value, nothing has been recorded for this right.',
    ),
    figures({
      caption: 'Noncontrolling interest (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Beginning of year', ({ opening }) => opening.minority),
        years.row('Share of net earnings', ({ operations }) => operations.minority),
        years.row('Dividends', ({ facts }) => -facts.minorityDividends),
        years.total('End of year', ({ closing }) => closing.minority),
      ],
    }),
  ];
}

function supplement(): Block[] {
  return [
    ...parseMarkup('## Note 24. Additional cash flow information'),
    figures({
      caption: 'Additional cash flow information (in millions)',
      ...THREE_COLUMNS,
      rows: [
        money('Interest paid', [209, 201, 187]),
        row('Income taxes paid, net of refunds', [389, 372, 394]),
        years.row('Right-of-use assets obtained for new leases', ({ facts }) => facts.newLeases),
        row('Property bought and not yet paid for', [78, 69, 74]),
      ],
    }),
    ...parseMarkup(
      'We let suppliers sell their claims on us to a bank at its discount. At the end of 2025, $21.7 million of accounts payable, and at the end of 2024 $19.3 million, had been confirmed to that bank. Our terms with suppliers do not change when they do so.',
    ),
  ];
}

/** The first quarter as it was reported, and the others so that the year adds up. */
function quarters(): Block[] {
  const first = firstQuarter(2025).operations;
  const of2025 = (pick: (operations: typeof first) => number) => {
    const rest = pick(NOW.operations) - pick(first);
    return [pick(first), ...parts(rest, [334, 322]), pick(NOW.operations)];
  };
  const of2024 = (pick: (operations: typeof first) => number) => {
    const all = pick(LAST.operations);
    return [...parts(all, [238, 252, 246]), all];
  };
  const columns = ['First', 'Second', 'Third', 'Fourth', 'Year'];
  const rows = (values: typeof of2025) => [
    money(
      'Net revenue',
      values(({ revenue }) => revenue),
    ),
    row(
      'Gross profit',
      values(({ grossProfit }) => grossProfit),
    ),
    row(
      'Operating income',
      values(({ operatingIncome }) => operatingIncome),
    ),
    row(
      'Net earnings attributable to Brennick',
      values(({ attributable }) => attributable),
    ),
  ];
  return [
    ...parseMarkup(':::page\n\n## Note 25. Quarterly results (unaudited)'),
    figures({ caption: 'Quarters of 2025 (in millions)', columns, label: 26, rows: rows(of2025) }),
    figures({ caption: 'Quarters of 2024 (in millions)', columns, label: 26, rows: rows(of2024) }),
    ...parseMarkup(`
The first quarter of 2025 includes restructuring charges of ${dollars(first.restructuring)}.

## Note 26. After the balance sheet date

On January 29, 2026 the Board declared a dividend of 28 cents a share, to be paid on March 13 to holders of February 27. On February 9, 2026 we agreed to buy the service business of Prairie Pump & Motor, of Regina, Saskatchewan, which has revenue of about $17 million, for $23.5 million in cash. We expect to close in the second quarter, when the competition authority has agreed.`),
  ];
}

import { accumulatedOther, assetsOf, equityOf, fiscalYear } from '../company/model.ts';
import { totalDebt } from '../company/roll-forward.ts';
import { YEARS } from '../company/segments.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';
import { SITES } from './sites.ts';

const ALL = [...YEARS].reverse().map(fiscalYear);

/** Items 2 to 6. */
export function propertiesToSelectedData(): Block[] {
  return [
    ...parseMarkup(`
:::page

# Item 2. Properties

We make things at eleven places and run warehouses and service centers at four more of some size. They are in good order and large enough; on average 78% of their capacity was used in 2025. The headquarters are at 400 Canal Park Drive, Duluth, Minnesota.`),
    figures({
      caption: 'Principal properties at December 31, 2025',
      first: 'Place',
      columns: ['Thousand sq. ft.', 'Employees', 'Owned or leased until'],
      label: 26,
      rows: SITES.map(({ place, area, employees, leasedUntil }) =>
        row(
          place,
          [String(area), employees.toLocaleString('en-US'), leasedUntil === undefined ? 'Owned' : String(leasedUntil)],
          0,
        ),
      ),
    }),
    {
      kind: 'table',
      table: {
        caption: 'What the properties are used for',
        columns: [26, 34, 22].map((weight) => ({ align: 'left', weight })),
        header: [['Place', 'Use', 'Segment'].map((text) => ({ text, span: 1 }))],
        rows: SITES.map(({ place, use, segment }) => ({ cells: [place, use, segment] })),
      },
    },
    ...parseMarkup(`
Besides these we rent 22 smaller service centers and 31 sales offices, none of which matters by itself. The lease at Fresno ends in October 2026; we are looking for a building half as large. The site at Lünen, which has been empty since June 2024, is for sale and stands on the balance sheet at $3.4 million.

# Item 3. Legal Proceedings

Note 17 describes the proceedings of importance. We report environmental proceedings to which a government is a party if we expect a fine of $1 million or more; there are none.

# Item 4. Mine Safety Disclosures

Not applicable.

# Item 5. Market for the Stock

The stock trades on the New York Stock Exchange as BRNK. On January 31, 2026 there were 2,914 holders of record and 47,630 thousand shares outstanding. We have paid a dividend every quarter since 1951.

Table: Price of the stock and dividends (dollars)
| Quarter | High 2025 | Low 2025 | Dividend 2025 | High 2024 | Low 2024 | Dividend 2024 |
|---|---:|---:|---:|---:|---:|---:|
| First | 70.12 | 62.85 | 0.26 | 64.90 | 57.31 | 0.245 |
| Second | 72.48 | 61.07 | 0.26 | 63.15 | 58.02 | 0.245 |
| Third | 76.93 | 69.20 | 0.26 | 66.74 | 59.46 | 0.245 |
| Fourth | 79.05 | 70.88 | 0.26 | 68.33 | 61.92 | 0.245 |

Table: Repurchases in the fourth quarter of 2025
| Month | Shares (thousands) | Average price | Left of the program (in millions) |
|---|---:|---:|---:|
| October | 74 | $72.30 | $144.6 |
| November | 101 | $75.15 | $137.0 |
| December | 111 | $77.48 | $128.4 |

Table: Value of $100 invested on December 31, 2020, dividends reinvested
| At December 31 | 2020 | 2021 | 2022 | 2023 | 2024 | 2025 |
|---|---:|---:|---:|---:|---:|---:|
| Brennick Industries | 100 | 118 | 107 | 126 | 139 | 162 |
| Machinery index | 100 | 121 | 112 | 134 | 148 | 157 |
| Broad market index | 100 | 127 | 104 | 130 | 161 | 182 |

# Item 6. Selected Financial Data`),
    figures({
      caption: 'Five years (in millions, except per share amounts and ratios)',
      columns: ALL.map(({ year }) => String(year)),
      label: 28,
      rows: [
        group('Operations'),
        money(
          'Net revenue',
          ALL.map(({ operations }) => operations.revenue),
        ),
        row(
          'Gross profit',
          ALL.map(({ operations }) => operations.grossProfit),
        ),
        row(
          'Operating income',
          ALL.map(({ operations }) => operations.operatingIncome),
        ),
        row(
          'Net earnings attributable to Brennick',
          ALL.map(({ operations }) => operations.attributable),
        ),
        row(
          'Diluted earnings per share',
          ALL.map(({ operations }) => (operations.attributable / operations.dilutedShares).toFixed(2)),
        ),
        row(
          'Dividends per share',
          ALL.map(({ facts }) => (facts.dividendCents / 100).toFixed(2)),
        ),
        group('Cash flows'),
        money(
          'Operating activities',
          ALL.map(({ cashFlows }) => cashFlows.fromOperations),
        ),
        row(
          'Capital expenditures',
          ALL.map(({ facts }) => facts.capitalExpenditure),
        ),
        row(
          'Dividends paid',
          ALL.map(({ dividends }) => dividends),
        ),
        row(
          'Repurchases of common stock',
          ALL.map(({ facts }) => facts.repurchases),
        ),
        group('At the end of the year'),
        money(
          'Cash and cash equivalents',
          ALL.map(({ closing }) => closing.cash),
        ),
        row(
          'Total assets',
          ALL.map(({ closing }) => assetsOf(closing).total),
        ),
        row(
          'Total debt',
          ALL.map(({ closing }) => totalDebt(closing.debt)),
        ),
        row(
          'Accumulated other comprehensive loss',
          ALL.map(({ closing }) => accumulatedOther(closing)),
        ),
        row(
          'Brennick shareholders’ equity',
          ALL.map(({ closing }) => equityOf(closing).owners),
        ),
        group('Ratios'),
        row(
          'Gross margin',
          ALL.map(({ operations }) => percent(operations.grossProfit, operations.revenue)),
        ),
        row(
          'Operating margin',
          ALL.map(({ operations }) => percent(operations.operatingIncome, operations.revenue)),
        ),
        row(
          'Debt to debt and equity',
          ALL.map(({ closing }) => percent(totalDebt(closing.debt), totalDebt(closing.debt) + equityOf(closing).total)),
        ),
      ],
    }),
  ];
}

/** Appendix: what the plants use. */
export function sustainability(): Block[] {
  const sum = (pick: (site: (typeof SITES)[number]) => number) => SITES.reduce((all, each) => all + pick(each), 0);
  const whole = (value: number) => value.toLocaleString('en-US');
  return [
    ...parseMarkup(`
:::page

# Appendix A. Energy, Water and Safety

The figures in this appendix have not been audited. They cover the fifteen sites of Item 2. We want to use 30% less energy for each dollar of revenue by 2030 than in 2019; by the end of 2025 the reduction was 19%. Electricity from contracts with wind and solar parks made up 44% of all electricity, after 37% in 2024.`),
    figures({
      caption: 'Energy (megawatt hours) and water (thousand cubic meters)',
      first: 'Place',
      columns: ['Energy 2025', 'Energy 2024', 'Water 2025', 'Water 2024'],
      label: 26,
      rows: [
        ...SITES.map(({ place, energy, water }) =>
          row(place, [whole(energy[1]), whole(energy[0]), whole(water[1]), whole(water[0])], 0),
        ),
        total(
          'All sites',
          [
            whole(sum(({ energy }) => energy[1])),
            whole(sum(({ energy }) => energy[0])),
            whole(sum(({ water }) => water[1])),
            whole(sum(({ water }) => water[0])),
          ],
          '',
        ),
      ],
    }),
    figures({
      caption: 'Recordable injuries in 2025',
      first: 'Place',
      columns: ['Employees', 'Injuries', 'Per 100 employees'],
      label: 26,
      rows: [
        ...SITES.map(({ place, employees, injuries }) =>
          row(place, [whole(employees), String(injuries), ((injuries / employees) * 100).toFixed(2)], 0),
        ),
        total(
          'All sites',
          [
            whole(sum(({ employees }) => employees)),
            String(sum(({ injuries }) => injuries)),
            ((sum(({ injuries }) => injuries) / sum(({ employees }) => employees)) * 100).toFixed(2),
          ],
          '',
        ),
      ],
    }),
    ...parseMarkup(`
Nobody died at work in 2025 or 2024. The commonest injuries were to hands, in fettling and assembly. Duluth has replaced the grinding of small castings by robots since August 2025, and injuries there fell from 21 to 14.

Table: Emissions (tons of carbon dioxide equivalent)
| | 2025 | 2024 | 2023 |
|---|---:|---:|---:|
| Direct: gas, coke, vehicles | 31,420 | 32,880 | 33,910 |
| From bought electricity and heat | 29,760 | 34,150 | 37,420 |
| Total | 61,180 | 67,030 | 71,330 |

# Appendix B. Words Used in This Report

Table: Glossary
| Word | Meaning |
|---|---|
| Backlog | Orders received and not yet delivered |
| Booster set | Several pumps with a common control that raise pressure in a building |
| Circulator | A small pump for heating or cooling water |
| Clarifier | A basin in which solids sink |
| Disc filter | Turning cloth discs that hold back fine solids |
| EBITDA | Earnings before interest, taxes, depreciation and amortization |
| Installed base | Pumps in service at customers |
| Split-case pump | A pump whose casing opens along the shaft |
| Station | A building with pumps, drives and controls |
| Telemetry | Sending of measured values over radio or wire |
| Vertical turbine pump | A pump whose impellers hang in a well below the motor |`),
  ];
}

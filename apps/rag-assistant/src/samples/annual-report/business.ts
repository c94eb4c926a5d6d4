import { fiscalYear } from '../company/model.ts';
import { lineRevenue, SEGMENTS, YEARS } from '../company/segments.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { dollars, percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';
import { segmentPortraits } from './segment-portraits.ts';
import { NOW } from './years.ts';

const REVENUE = NOW.operations.revenue;

/** Item 1. */
export function business(): Block[] {
  return [
    ...parseMarkup(`
:::page

# Item 1. Business

## General

Brennick Industries, Inc. ("Brennick", the "Company", "we") designs, makes and services pumps, valves, water-treatment equipment and the controls that go with them. The Company was founded in 1919 in Duluth, Minnesota, as a repair shop for the pumps of the iron mines, was incorporated in Minnesota in 1934, and has been listed on the New York Stock Exchange under the symbol BRNK since 1968. In the year ended December 31, 2025 we had net revenue of ${dollars(REVENUE)}, of which ${percent(NOW.regions[0]!.revenue, REVENUE)} came from customers in the United States.

Our pumps lift, move and pressurize water in towns, refineries, office towers and fields. Most of what we sell is made to an order and commissioned by our own people, and stays in use for twenty to forty years. For this reason service and spare parts follow every sale, and the installed base, which we estimate at 410,000 pumps with a nameplate of more than five kilowatts, is our most valuable asset although it is not on the balance sheet.

The fiscal year of the Company is the calendar year. References to "2025", "2024" and "2023" are to the years ended December 31 of those years. Amounts are in millions of US dollars unless we say otherwise, and percentages are computed from the amounts as they are printed.

## Strategy

We have followed the same four aims since 2019, and the Board reviews progress on each of them every autumn.

- **Stay with the pump.** We want two thirds of the pumps that we install to be under a service agreement by 2028. At the end of 2025 the share was 47%, after 44% a year earlier.
- **Measure before mending.** Monitoring and controls, which we entered with the purchase of Delmarva Controls in April 2024, let a utility see a failing bearing weeks ahead. We had 6,850 stations connected at the end of 2025 and 4,120 at the end of 2024.
- **Fewer, better plants.** Since 2021 we have gone from nineteen to fifteen sites. The valve works at Lünen closed in June 2024 and its machining went to Usti nad Labem.
- **Earn the right to buy.** Acquisitions must return more than our cost of capital, which the Board has set at 9.0%, by the third full year.

## Segments

We report four segments, which differ in their customers and in how they sell. The table shows their net revenue for five years; what they earn is discussed in Item 7 and set out in Note 21.`),
    figures({
      caption: 'Net revenue by segment (in millions)',
      columns: [...YEARS].reverse().map(String),
      rows: [
        ...SEGMENTS.map((segment, index) =>
          (index === 0 ? money : row)(
            segment.name,
            [...YEARS].reverse().map((year) => lineRevenue(segment, year)),
          ),
        ),
        total(
          'Total net revenue',
          [...YEARS].reverse().map((year) => fiscalYear(year).operations.revenue),
        ),
      ],
    }),
    ...segmentPortraits(),
    ...parseMarkup(`
:::page

## Customers and distribution

We sell to about 11,300 customers. No customer accounted for more than 4% of net revenue in any of the three years; the ten largest together made up 17.2% in 2025. Municipal and other public buyers, which order through tenders, accounted for 41% of net revenue. Industrial end users bought 26%, contractors and original equipment manufacturers 19%, and distributors the remaining 14%.

Some 330 sales engineers work for us in twenty-two countries. Building Services and Irrigation and Rural sell mainly through 1,240 independent distributors and dealers, none of whom has exclusive rights to a territory outside Spain and Portugal.

## Orders and backlog

Backlog is the value of orders that customers have placed and that we have not yet delivered. Orders for service agreements count only for the following twelve months. We expect to deliver about 83% of the backlog of December 31, 2025 during 2026.`),
    figures({
      caption: 'Backlog at December 31 (in millions)',
      columns: ['2025', '2024', '2023'],
      rows: [
        ...SEGMENTS.map(({ name, backlog }) => row(name, [backlog[2025], backlog[2024], backlog[2023]])),
        total(
          'Total backlog',
          ([2025, 2024, 2023] as const).map((year) => SEGMENTS.reduce((sum, { backlog }) => sum + backlog[year], 0)),
        ),
      ],
    }),
    ...parseMarkup(`
## Competition

Each of our markets has several capable makers. In large municipal pumps we meet four global groups, three of which are bigger than we are, and strong regional firms. We believe that we rank second in North America by installed base. In process pumps the market is split among more than twenty makers and price matters more. In building services our share is largest in Spain and Canada. Buyers weigh efficiency over the life of a pump, delivery time, the closeness of a service center, and price. Tenders of public buyers often give price a weight of half or more.

## Raw materials and suppliers

We buy iron and steel castings, stainless bar, copper wire, electric motors, seals, electronic components and packaging. Castings and motors are our largest purchases, at 21% and 17% of cost of sales. The Duluth foundry covered 38% of our need for castings in 2025. Silicon carbide for mechanical seals comes from two suppliers, one in Germany and one in Japan, and a change of either would take about nine months to qualify. Power semiconductors for variable-speed drives, which were scarce in 2022, had lead times of 14 weeks at the end of 2025, against 39 weeks at the worst.

We hedge part of our copper needs. We do not hedge scrap or nickel, whose surcharges most of our sales contracts pass on with a delay of about one quarter.

## Research and development

Research and development expense was ${dollars(NOW.operations.research)} in 2025, ${dollars(fiscalYear(2024).operations.research)} in 2024 and ${dollars(fiscalYear(2023).operations.research)} in 2023. At the end of 2025, 412 engineers and technicians worked on new products in Duluth, Kassel, Burgos, Dover and Pune. Projects that reached the market during the year included the R400 booster set with permanent-magnet motors, a non-clogging impeller for wet wipes, and the second generation of the Sentry telemetry unit, which runs for eleven years on one battery.

## Patents and trademarks

We own 386 patents and have 94 applications pending; the patents expire between 2026 and 2043. No single patent is material. The trademarks BRENNICK, ARLANZA, OSTERLOH, SENTRY and KESTREL are registered in the countries where we use them.

## Seasonality

Irrigation and Rural sells about 60% of its volume between February and June. Municipal deliveries peak in the fourth quarter, because public budgets end with the year. Cold winters close building sites in Canada and the northern United States and move part of Building Services from the first quarter into the second.

## Human capital

At December 31, 2025 we employed 6,274 people including 180 at headquarters functions, of whom 3,410 worked in the United States, 1,288 in Spain and Germany, and 1,576 elsewhere. Unions or works councils represent 44% of them. The contract with the United Steelworkers at Duluth runs until August 31, 2027; that at Beaumont expired in November 2025 and was renewed for four years. Voluntary turnover was 8.6% in 2025 and 9.9% in 2024.`),
    figures({
      caption: 'Employees of the segments at December 31',
      columns: [...YEARS].reverse().map(String),
      rows: [
        ...SEGMENTS.map(({ name, employees }) =>
          row(
            name,
            [...YEARS].reverse().map((year) => employees[year].toLocaleString('en-US')),
          ),
        ),
        total(
          'Employees of all segments',
          [...YEARS]
            .reverse()
            .map((year) => SEGMENTS.reduce((sum, { employees }) => sum + employees[year], 0).toLocaleString('en-US')),
          '',
        ),
      ],
    }),
    ...parseMarkup(`
We pay by the job and not by the person who holds it. An outside firm compares pay by sex each year; in 2025 women in comparable jobs earned 98.7% of what men earned, after 98.1% in 2024. Women held 27% of management positions. Every employee has at least 24 hours of paid training a year, and 212 apprentices were in training at the end of 2025.

## Information about our executive officers

Table: Executive officers at February 20, 2026
| Name | Age | Position | Since |
|---|---:|---|---:|
| Margaret A. Lindqvist | 58 | President and Chief Executive Officer | 2019 |
| Daniel R. Okafor | 51 | Senior Vice President and Chief Financial Officer | 2021 |
| Rebecca T. Halloran | 55 | Senior Vice President, Municipal Water | 2017 |
| Jürgen Osterloh | 60 | Senior Vice President, Industrial Flow | 2015 |
| Carmen Ibáñez Rueda | 49 | Senior Vice President, Building Services | 2022 |
| Thomas W. Brandvold | 53 | Vice President, Irrigation and Rural | 2020 |
| Priya Raghunathan | 46 | Chief Technology Officer | 2023 |
| Samuel J. Whitcomb | 62 | General Counsel and Secretary | 2012 |
| Elena Marchetti | 50 | Chief People Officer | 2024 |

Ms. Lindqvist led the Municipal Water segment for six years before she became Chief Executive. Mr. Okafor came from a maker of paper machines, where he was controller. Ms. Ibáñez directed Hidráulica Arlanza from 2018 until 2022. No family relationship exists between the officers; Mr. Osterloh is a grandson of the founder of Osterloh Ventiltechnik GmbH, which Brennick bought in 2008.

## Available information

Our reports are on our website, investors.brennick.example, free of charge and as soon as they have been filed. What else is on the website is not part of this report.`),
  ];
}

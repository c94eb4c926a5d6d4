import type { FiscalYear } from '../company/model.ts';
import { DELMARVA } from '../company/periods.ts';
import { share } from '../shares.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { dollars } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, partRows, row, total } from './amounts.ts';
import { service } from './operations.ts';
import { BEFORE, ends, LAST, THREE, THREE_COLUMNS, TWO_COLUMNS, years } from './years.ts';

/** Notes 3 to 6. */
export function revenueNotes(): Block[] {
  return [...revenue(), ...acquisition(), ...perShare(), ...receivables()];
}

function revenue(): Block[] {
  const overTime = (year: FiscalYear) => share(year.segments[0]!.revenue, 437);
  const ratable = (year: FiscalYear) => share(service(year), 318);
  return [
    ...parseMarkup(`
:::page

## Note 3. Revenue

Segments and product lines are in Note 21. By the time at which control passes, revenue divides as follows.`),
    figures({
      caption: 'Revenue by timing (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('At a point in time', (year) => year.operations.revenue - overTime(year) - ratable(year)),
        years.row('Over time: stations', overTime),
        years.row('Over time: service agreements and software', ratable),
        years.total('Net revenue', ({ operations }) => operations.revenue),
      ],
    }),
    figures({
      caption: 'Revenue by kind of customer (in millions)',
      ...THREE_COLUMNS,
      rows: [
        ...partRows(
          ['Public bodies', 'Industrial end users', 'Contractors and equipment makers', 'Distributors and dealers'],
          THREE.map(({ operations }) => operations.revenue),
          [410, 260, 190],
        ),
        years.total('Net revenue', ({ operations }) => operations.revenue),
      ],
    }),
    ...parseMarkup(`
Contract assets, which are work done and not yet billed, are part of receivables: ${dollars(614)} at the end of 2025 and ${dollars(571)} at the end of 2024. Contract liabilities are payments received before the work. Of those at the end of 2024, ${dollars(402)} became revenue in 2025.

Orders of more than a year's duration on which work remained amounted to ${dollars(3_982)} at December 31, 2025. We expect to record 71% of it in 2026, 22% in 2027 and the remainder later. Changes in the estimates of open contracts raised operating income by ${dollars(21)} in 2025 and lowered it by ${dollars(13)} in 2024 and by ${dollars(74)} in 2023.`),
  ];
}

function acquisition(): Block[] {
  const { receivables, inventories, property, intangibles, goodwill, payables, deferredTax } = DELMARVA;
  const price = receivables + inventories + property + intangibles + goodwill - payables - deferredTax;
  return [
    ...parseMarkup(`
## Note 4. Acquisition of Delmarva Controls

On April 1, 2024 we bought all interests in Delmarva Controls, LLC, of Dover, Delaware, for ${dollars(price)} in cash, net of the cash that it held. Delmarva makes telemetry units and software for water utilities and employed 241 people. The purchase was paid from the senior notes issued in March 2024. Costs of the purchase, ${dollars(19)}, were charged to selling, general and administrative expense.`),
    figures({
      caption: 'What was bought (in millions)',
      columns: ['April 1, 2024'],
      label: 34,
      rows: [
        money('Accounts receivable', [receivables]),
        row('Inventories', [inventories]),
        row('Property, plant and equipment', [property]),
        row('Technology, to be written off over 10 years', [155]),
        row('Customer relationships, over 14 years', [183]),
        row('Trade name, over 15 years', [intangibles - 155 - 183]),
        row('Goodwill', [goodwill]),
        row('Accounts payable', [-payables]),
        row('Deferred income taxes', [-deferredTax]),
        total('Price, net of cash acquired', [price]),
      ],
    }),
    ...parseMarkup(`
Goodwill reflects the engineers who came with the company and the sale of its units with our pumps. It belongs to Municipal Water and is not deductible for taxes. Had the purchase been made on January 1, 2023, net revenue would have been ${dollars(LAST.operations.revenue + 71)} in 2024 and ${dollars(BEFORE.operations.revenue + 274)} in 2023, and net earnings would have differed by less than $1 million.`),
  ];
}

function perShare(): Block[] {
  return [
    ...parseMarkup(
      '## Note 5. Earnings per share\n\nDiluted earnings per share count the options and restricted stock that would be issued if their holders exercised them.',
    ),
    figures({
      caption: 'Earnings per share (in millions, except per share amounts)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Net earnings attributable to Brennick', ({ operations }) => operations.attributable),
        years.row('Average shares, basic', ({ operations }) => operations.basicShares),
        years.row(
          'Options and restricted stock',
          ({ operations }) => operations.dilutedShares - operations.basicShares,
        ),
        years.row('Average shares, diluted', ({ operations }) => operations.dilutedShares),
        years.money('Basic earnings per share', ({ operations }) =>
          (operations.attributable / operations.basicShares).toFixed(2),
        ),
        years.money('Diluted earnings per share', ({ operations }) =>
          (operations.attributable / operations.dilutedShares).toFixed(2),
        ),
      ],
    }),
    ...parseMarkup(
      'Options on 0.2 million shares in 2025, 0.4 million in 2024 and 0.3 million in 2023 were left out, because their price was above that of the market.',
    ),
  ];
}

function receivables(): Block[] {
  const allowance = { opening: [68, 64, 61], charged: [21, 19, 24], written: [-17, -13, -22], currency: [2, -2, 1] };
  const end = [0, 1, 2].map(
    (at) => allowance.opening[at]! + allowance.charged[at]! + allowance.written[at]! + allowance.currency[at]!,
  );
  return [
    ...parseMarkup(
      '## Note 6. Accounts receivable\n\nReceivables are due between 30 and 75 days after delivery. Retentions by public customers, which are due on acceptance, were $22.4 million at the end of 2025.',
    ),
    figures({
      caption: 'Receivables by kind (in millions)',
      ...TWO_COLUMNS,
      rows: [
        ends.money('Billed', ({ receivables: all }, at) => all - [614, 571][at]! + end[at]!),
        row('Contract assets', [614, 571]),
        row('Allowance for credit losses', [-end[0]!, -end[1]!]),
        ends.total('Accounts receivable, net', ({ receivables: all }) => all),
      ],
    }),
    figures({
      caption: 'Allowance for credit losses (in millions)',
      ...THREE_COLUMNS,
      rows: [
        money('Beginning of year', allowance.opening),
        row('Charged to expense', allowance.charged),
        row('Written off, net of recoveries', allowance.written),
        row('Exchange rates', allowance.currency),
        total('End of year', end),
      ],
    }),
  ];
}

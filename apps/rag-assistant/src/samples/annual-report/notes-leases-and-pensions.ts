import type { FiscalYear } from '../company/model.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { dollars } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';
import { NOW, THREE_COLUMNS, years } from './years.ts';

/** What leases take in 2026 to 2030 and after, tenths of a million; more than the liability, which is discounted. */
export function leasePaymentsDue(): number[] {
  const first = [141, 122, 98, 76, 52];
  const undiscounted = NOW.closing.leaseLiabilities + 88;
  return [...first, undiscounted - first.reduce((sum, value) => sum + value, 0)];
}

/** Note 10. */
export function leases(): Block[] {
  const due = leasePaymentsDue();
  const all = due.reduce((sum, value) => sum + value, 0);
  return [
    ...parseMarkup(
      `:::page\n\n## Note 10. Leases\n\nWe rent warehouses, service centers, offices, cranes and vehicles. Leases run for up to fifteen years; eleven of them may be prolonged, which is counted where we are reasonably certain to do so. All are operating leases.`,
    ),
    figures({
      caption: 'Cost of leases (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Operating lease cost', ({ facts }) => facts.leasePayments + 24),
        row('Short-term leases', [31, 29, 33]),
        row('Variable payments', [18, 17, 15]),
        years.total('Total cost of leases', ({ facts }, at) => facts.leasePayments + 24 + [49, 46, 48][at]!),
      ],
    }),
    figures({
      caption: 'Right-of-use assets (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Beginning of year', ({ opening }) => opening.leases),
        years.row('New and prolonged leases', ({ facts }) => facts.newLeases),
        years.row('Reduction', ({ facts }) => -facts.leasePayments),
        years.total('End of year', ({ closing }) => closing.leases),
      ],
    }),
    figures({
      caption: 'Payments due at December 31, 2025 (in millions)',
      columns: ['Operating leases'],
      label: 40,
      rows: [
        ...['2026', '2027', '2028', '2029', '2030', 'Later'].map((label, at) =>
          (at === 0 ? money : row)(label, [due[at]!]),
        ),
        total('Payments', [all], ''),
        row('Less interest', [NOW.closing.leaseLiabilities - all]),
        total('Operating lease liabilities', [NOW.closing.leaseLiabilities]),
      ],
    }),
    ...parseMarkup(
      'The average remaining term was 5.2 years at the end of 2025 and 5.5 years at the end of 2024; the average discount rate was 5.1% and 4.9%. A lease of a new service center at Mobile, Alabama, worth $6.4 million, begins in April 2026 and is not in the tables.',
    ),
  ];
}

/** Note 15. */
export function pensions(): Block[] {
  const cost = ({ facts: { pension } }: FiscalYear) => pension.service + pension.interest - pension.expectedReturn;
  const state = ({ closing }: FiscalYear) => closing.planAssets - closing.obligation;
  return [
    ...parseMarkup(
      `:::page\n\n## Note 15. Pension plans\n\nThe plan for salaried and hourly employees in the United States is closed to those hired after 2011. Smaller plans exist in Germany, where pensions are not funded. The table shows all of them together.`,
    ),
    figures({
      caption: 'Obligation and assets (in millions)',
      ...THREE_COLUMNS,
      rows: [
        group('Change of the benefit obligation'),
        years.money('Beginning of year', ({ opening }) => opening.obligation),
        years.row('Service cost', ({ facts }) => facts.pension.service),
        years.row('Interest cost', ({ facts }) => facts.pension.interest),
        years.row('Actuarial loss (gain)', ({ facts }) => facts.pension.actuarialLoss),
        years.row('Benefits paid', ({ facts }) => -facts.pension.benefits),
        years.total('Benefit obligation, end of year', ({ closing }) => closing.obligation, ''),
        group('Change of plan assets'),
        years.money('Fair value, beginning of year', ({ opening }) => opening.planAssets),
        years.row('Actual return', ({ facts }) => facts.pension.actualReturn),
        years.row('Contributions', ({ facts }) => facts.pension.contributions),
        years.row('Benefits paid', ({ facts }) => -facts.pension.benefits),
        years.total('Fair value, end of year', ({ closing }) => closing.planAssets, ''),
        years.total('Funded state', state),
      ],
    }),
    figures({
      caption: 'Net pension cost (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Service cost', ({ facts }) => facts.pension.service),
        years.row('Interest cost', ({ facts }) => facts.pension.interest),
        years.row('Expected return on assets', ({ facts }) => -facts.pension.expectedReturn),
        years.total('Net pension cost', cost),
      ],
    }),
    figures({
      caption: 'Assumptions',
      ...THREE_COLUMNS,
      rows: [
        row('Discount rate, end of year', ['5.35%', '5.55%', '5.05%']),
        row('Expected return on assets', ['5.60%', '5.40%', '5.10%']),
        row('Rise of pay', ['3.20%', '3.20%', '3.00%']),
      ],
    }),
    figures({
      caption: 'Plan assets at December 31, 2025',
      columns: ['Target', 'Actual', 'In millions'],
      rows: assets(NOW.closing.planAssets),
    }),
    ...parseMarkup(
      `Benefits of ${dollars(165)} are expected to be paid in 2026, ${dollars(167)} in 2027, ${dollars(169)} in 2028, ${dollars(170)} in 2029, ${dollars(171)} in 2030, and ${dollars(842)} in the five years after. Employees in the United States may save in a plan to which we add up to 5% of pay; this cost ${dollars(142)} in 2025, ${dollars(136)} in 2024 and ${dollars(129)} in 2023.`,
    ),
  ];
}

function assets(all: number) {
  const bonds = Math.round(all * 0.624);
  const stocks = Math.round(all * 0.271);
  const property = Math.round(all * 0.063);
  return [
    row('Bonds', ['62%', '62.4%', bonds]),
    row('Stocks', ['27%', '27.1%', stocks]),
    row('Real estate', ['7%', '6.3%', property]),
    row('Cash', ['4%', '4.2%', all - bonds - stocks - property]),
    total('Total', ['100%', '100.0%', all], ''),
  ];
}

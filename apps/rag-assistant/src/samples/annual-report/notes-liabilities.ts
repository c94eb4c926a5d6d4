import { type FiscalYear, liabilitiesOf } from '../company/model.ts';
import { totalDebt } from '../company/roll-forward.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { dollars } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { row } from './amounts.ts';
import { ENDS, ends, THREE_COLUMNS, TWO_COLUMNS, years } from './years.ts';

/** Notes 11 to 14. */
export function liabilityNotes(): Block[] {
  return [...accrued(), ...debt(), ...derivatives(), ...fairValue()];
}

function accrued(): Block[] {
  return [
    ...parseMarkup('## Note 11. Accrued liabilities and warranty'),
    figures({
      caption: 'Accrued liabilities (in millions)',
      ...TWO_COLUMNS,
      rows: [
        ends.money('Wages, bonuses and holidays', ({ accruedPay }) => accruedPay),
        ends.row('Warranty', ({ warranty }) => warranty),
        ends.row('Restructuring', ({ restructuring }) => restructuring),
        ends.row('Taxes other than on income', ({ otherAccrued }) => Math.round(otherAccrued * 0.31)),
        ends.row('Sales rebates', ({ otherAccrued }) => Math.round(otherAccrued * 0.27)),
        ends.row(
          'Other',
          ({ otherAccrued }) => otherAccrued - Math.round(otherAccrued * 0.31) - Math.round(otherAccrued * 0.27),
        ),
        ends.total('Accrued liabilities', (end) => liabilitiesOf(end).accrued),
      ],
    }),
    figures({
      caption: 'Warranty (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Beginning of year', ({ opening }) => opening.warranty),
        years.row('Provided', ({ facts }) => facts.warrantyProvisions),
        years.row('Claims paid', ({ facts }) => -facts.warrantyClaims),
        years.total('End of year', ({ closing }) => closing.warranty),
      ],
    }),
    ...parseMarkup(
      'Provisions of 2025 include $2.3 million for the shaft sleeves of 640 submersible pumps delivered between May and October 2024, whose coating wears too fast. Replacement began in September 2025 and will be finished in 2026.',
    ),
  ];
}

function debt(): Block[] {
  return [
    ...parseMarkup(':::page\n\n## Note 12. Debt'),
    figures({
      caption: 'Debt (in millions)',
      ...TWO_COLUMNS,
      rows: [
        ends.money('Revolving credit facility, due October 2028', ({ debt: { revolver } }) => revolver),
        ends.row('Term loan, due October 2028', ({ debt: { termLoan } }) => termLoan),
        ends.row('3.85% senior notes, due March 2029', ({ debt: { notes2029 } }) => notes2029),
        ends.row('5.10% senior notes, due March 2034', ({ debt: { notes2034 } }) => notes2034),
        ends.total('Total debt', (end) => totalDebt(end.debt), ''),
        ends.row('Current portion', (end) => -liabilitiesOf(end).currentDebt),
        ends.total('Long-term debt', (end) => totalDebt(end.debt) - liabilitiesOf(end).currentDebt),
      ],
    }),
    ...parseMarkup(`
The facility of $600.0 million and the term loan rest on the credit agreement of October 3, 2023. Both bear interest at the secured overnight financing rate plus 1.125% to 1.875%, depending on the ratio of net debt to earnings; the margin was 1.375% at the end of 2025, and the rate 5.68%. The unused part of the facility costs 0.20% a year. The term loan is repaid by $2.5 million a quarter, and the remainder in October 2028.

The senior notes are not secured. On March 20, 2024 we issued notes of $100.0 million at 99.6% of their face. We may redeem them at any time for the present value of what remains to be paid, and at their face from December 2033 on. If control of the Company changes and the rating falls below investment grade, holders may ask for 101%.

Interest paid was ${dollars(209)} in 2025, ${dollars(201)} in 2024 and ${dollars(187)} in 2023. Letters of credit and guarantees for bids and performance amounted to ${dollars(843)} at the end of 2025, of which ${dollars(112)} was issued under the facility.`),
  ];
}

function derivatives(): Block[] {
  const tax = (year: FiscalYear) => year.facts.hedges - year.comprehensive.hedges;
  return [
    ...parseMarkup(
      `## Note 13. Derivatives\n\nForward contracts with a nominal value of ${dollars(1_420)} (2024: ${dollars(1_265)}) hedged purchases and sales in foreign currency at the end of 2025, and contracts for 2,450 tons of copper (2024: 2,300 tons) hedged materials. All are cash flow hedges with ten banks, each rated A or better. No collateral is given or taken.`,
    ),
    figures({
      caption: 'Cash flow hedges (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Fair value, beginning of year', ({ opening }) => opening.hedgeAsset),
        years.row('Gain (loss) in other comprehensive income, before tax', ({ facts }) => facts.hedges),
        years.total('Fair value, end of year', ({ closing }) => closing.hedgeAsset, ''),
        years.row('Tax on the gain or loss', tax),
      ],
    }),
    ...parseMarkup('We expect that gains of $3.1 million will move to cost of sales within twelve months.'),
  ];
}

function fairValue(): Block[] {
  return [
    ...parseMarkup(
      '## Note 14. Fair value\n\nLevel 1 values are prices in active markets, Level 2 values follow from such prices, and Level 3 values rest on our own estimates. We hold nothing at Level 3 other than the real estate of the pension plans. The carrying values of cash, receivables and payables come close to their fair values.',
    ),
    figures({
      caption: 'Fair values at December 31 (in millions)',
      columns: ['Level', '2025', '2024'],
      label: 34,
      rows: [
        row('Money market funds', ['1', 914, 702]),
        row('Forward contracts and copper contracts', ['2', ...ENDS.map(({ hedgeAsset }) => hedgeAsset)]),
        group('Not carried at fair value'),
        row('3.85% senior notes: carrying value', ['', 1_500, 1_500]),
        row('3.85% senior notes: fair value', ['2', 1_452, 1_417]),
        row('5.10% senior notes: carrying value', ['', 1_000, 1_000]),
        row('5.10% senior notes: fair value', ['2', 1_008, 984]),
      ],
    }),
  ];
}

import { accumulatedOther, type FiscalYear, fiscalYear } from '../company/model.ts';
import type { Position } from '../company/roll-forward.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { dollars, percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';
import { BEFORE, LAST, NOW, THREE, THREE_COLUMNS, years } from './years.ts';

/** Note 16. */
export function taxes(): Block[] {
  const abroad = THREE.map(({ operations }) => Math.round(operations.beforeTaxes * 0.338));
  const current = THREE.map(({ operations, facts }) => operations.taxes - facts.deferredTax);
  const federal = current.map((all) => Math.round(all * 0.561));
  const state = current.map((all) => Math.round(all * 0.112));
  const statutory = THREE.map(({ operations }) => Math.round(operations.beforeTaxes * 0.21));
  const items = { state: [38, 35, 36], foreign: [41, 44, 43], research: [-52, -38, -36], stock: [-6, -3, -4] };
  const rest = THREE.map(({ operations }) => operations.taxes).map(
    (all, at) => all - statutory[at]! - items.state[at]! - items.foreign[at]! - items.research[at]! - items.stock[at]!,
  );
  const { closing } = NOW;
  const liabilities = [closing.deferredTax + 402, LAST.closing.deferredTax + 396];
  return [
    ...parseMarkup(':::page\n\n## Note 16. Income taxes'),
    figures({
      caption: 'Earnings before income taxes and provision (in millions)',
      ...THREE_COLUMNS,
      rows: [
        money(
          'United States',
          THREE.map(({ operations }) => operations.beforeTaxes).map((all, at) => all - abroad[at]!),
        ),
        row('Abroad', abroad),
        years.total('Earnings before income taxes', ({ operations }) => operations.beforeTaxes),
        group('Current'),
        row('Federal', federal),
        row('State', state),
        row(
          'Abroad',
          current.map((all, at) => all - federal[at]! - state[at]!),
        ),
        years.row('Deferred', ({ facts }) => facts.deferredTax, 0),
        years.total('Provision for income taxes', ({ operations }) => operations.taxes),
      ],
    }),
    figures({
      caption: 'From the statutory to the effective rate (in millions)',
      ...THREE_COLUMNS,
      rows: [
        money('Taxes at the federal rate of 21%', statutory),
        row('State taxes, net of federal benefit', items.state),
        row('Rates abroad', items.foreign),
        row('Credits for research', items.research),
        row('Stock-based compensation', items.stock),
        row('Other', rest),
        years.total('Provision for income taxes', ({ operations }) => operations.taxes),
        row(
          'Effective rate',
          THREE.map(({ operations }) => operations.taxes).map((all, at) =>
            percent(all, THREE[at]!.operations.beforeTaxes),
          ),
          0,
        ),
      ],
    }),
    figures({
      caption: 'Deferred taxes at December 31 (in millions)',
      columns: ['2025', '2024'],
      label: 34,
      rows: [
        money('Depreciation', [418, 401]),
        row('Goodwill and intangible assets', [372, 384]),
        row('Inventories', [liabilities[0]! - 418 - 372, liabilities[1]! - 401 - 384]),
        total('Deferred tax liabilities', liabilities, ''),
        row('Pensions', [-112, -118]),
        row('Warranty and accruals', [-176, -169]),
        row('Losses and credits carried forward', [-183, -174]),
        row('Valuation allowance', [69, 65]),
        total('Deferred tax assets', [-402, -396], ''),
        total('Net deferred tax liability', [closing.deferredTax, LAST.closing.deferredTax]),
      ],
    }),
    figures({
      caption: 'Uncertain tax positions (in millions)',
      ...THREE_COLUMNS,
      rows: [
        money('Beginning of year', [52, 57, 54]),
        row('Positions of the year', [8, 7, 9]),
        row('Settlements', [-11, -8, -2]),
        row('Lapse of time', [-3, -4, -4]),
        total('End of year', [46, 52, 57]),
      ],
    }),
    ...parseMarkup(
      'Earnings of $386 million have been kept abroad for good, and no tax on their return has been provided. Returns since 2022 are open in the United States, since 2020 in Germany and since 2021 in Spain. Income taxes paid, net of refunds, were $38.9 million in 2025, $37.2 million in 2024 and $39.4 million in 2023.',
    ),
  ];
}

/** Notes 18 to 20. */
export function equityNotes(): Block[] {
  return [...restructuring(), ...stockCompensation(), ...equity()];
}

function restructuring(): Block[] {
  return [
    ...parseMarkup(
      `## Note 18. Restructuring\n\nIn April 2023 we decided to close sales offices of Building Services in Lyon and Milan, in January 2024 to close the valve works at Lünen, and in February 2025 to move the machining of standard valve bodies from Kassel to Usti nad Labem. Of the charges of 2025, ${dollars(41)} was for severance of 58 employees, ${dollars(16)} for moving machines, and ${dollars(7)} for other costs. All belong to Industrial Flow, apart from those of 2023.`,
    ),
    figures({
      caption: 'Restructuring accrual (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Beginning of year', ({ opening }) => opening.restructuring),
        years.row('Charges', ({ facts }) => facts.restructuring),
        years.row('Paid', ({ facts }) => -facts.restructuringPaid),
        years.total('End of year', ({ closing }) => closing.restructuring),
      ],
    }),
    ...parseMarkup('We expect further charges of about $3 million in 2026 and none after it.'),
  ];
}

function stockCompensation(): Block[] {
  return [
    ...parseMarkup(
      `:::page\n\n## Note 19. Stock-based compensation\n\nThe plan of 2021 allows awards of 3.2 million shares, of which 1.4 million were left at the end of 2025. Awards vest over three years. The cost was ${dollars(NOW.facts.stockCompensation)} in 2025; ${dollars(171)} of cost remains for awards that have not vested, to be recorded over 1.8 years on average.`,
    ),
    figures({
      caption: 'Restricted stock and performance shares in 2025',
      columns: ['Shares (thousands)', 'Value at grant'],
      label: 34,
      rows: [
        row('Beginning of year', ['486', '$58.14']),
        row('Granted', ['203', '$69.42']),
        row('Vested', ['(188)', '$54.90']),
        row('Forfeited', ['(21)', '$61.07']),
        total('End of year', ['480', '$63.93'], ''),
      ],
    }),
    figures({
      caption: 'Stock options in 2025',
      columns: ['Options (thousands)', 'Average price'],
      label: 34,
      rows: [
        row('Beginning of year', ['612', '$51.36']),
        row('Granted', ['74', '$68.95']),
        row('Exercised', ['(98)', '$47.96']),
        row('Expired', ['(6)', '$62.20']),
        total('End of year', ['582', '$54.05'], ''),
        row('Of which may be exercised', ['421', '$49.88']),
      ],
    }),
    ...parseMarkup(
      'Options were valued at $19.84 in 2025 and $18.11 in 2024, with a volatility of 27%, a yield of 1.5%, a life of six years and interest of 4.1% in 2025.',
    ),
  ];
}

function equity(): Block[] {
  const parts = (end: Position) => [end.translation, end.pensionReserve, end.hedgeReserve, accumulatedOther(end)];
  const flows = ({ comprehensive: { translation, pension, hedges } }: FiscalYear) => [
    translation,
    pension,
    hedges,
    translation + pension + hedges,
  ];
  const years = [BEFORE, LAST, NOW];
  return [
    ...parseMarkup(
      '## Note 20. Shareholders’ equity\n\nThe Company may issue 5.0 million preferred shares; none have been issued. Repurchases were 0.7 million shares in 2025, 0.6 million in 2024 and 0.5 million in 2023. Treasury stock amounted to 6.4 million shares at the end of 2025.',
    ),
    figures({
      caption: 'Accumulated other comprehensive income (loss), net of tax (in millions)',
      columns: ['Translation', 'Pensions', 'Hedges', 'Total'],
      rows: [
        total('Balance at December 31, 2022', parts(fiscalYear(2022).closing)),
        ...years.flatMap((year) => [
          row(`Change in ${year.year}`, flows(year)),
          total(`Balance at December 31, ${year.year}`, parts(year.closing)),
        ]),
      ],
    }),
  ];
}

import { fiscalYear } from '../company/model.ts';
import { DELMARVA } from '../company/periods.ts';
import { parts } from '../shares.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { dollars, millions } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { partRows, row, total } from './amounts.ts';
import { BEFORE, ENDS, ends, LAST, NOW, THREE_COLUMNS, TWO_COLUMNS, years } from './years.ts';

/** Notes 7 to 9. */
export function assetNotes(): Block[] {
  return [...inventories(), ...property(), ...goodwill()];
}

function inventories(): Block[] {
  const gross = ENDS.map(({ inventories: all }, at) => all + [387, 362][at]!);
  return [
    ...parseMarkup(
      '## Note 7. Inventories\n\nWrite-downs of slow-moving items were $6.2 million in 2025, $8.9 million in 2024 and $5.5 million in 2023.',
    ),
    figures({
      caption: 'Inventories (in millions)',
      ...TWO_COLUMNS,
      rows: [
        ...partRows(
          ['Raw materials and purchased parts', 'Castings', 'Work in process', 'Finished goods', 'Spare parts'],
          gross,
          [262, 118, 247, 231],
        ),
        total('At cost, first in, first out', gross, ''),
        row('Excess over last-in, first-out value', [-387, -362]),
        ends.total('Inventories', ({ inventories: all }) => all),
      ],
    }),
  ];
}

function property(): Block[] {
  const gross = ENDS.map(({ property: net }) => Math.round(net / 0.438));
  return [
    ...parseMarkup(
      `:::page\n\n## Note 8. Property, plant and equipment\n\nDepreciation was ${dollars(NOW.facts.depreciation)} in 2025, ${dollars(LAST.facts.depreciation)} in 2024 and ${dollars(BEFORE.facts.depreciation)} in 2023. Interest of $1.3 million was capitalized in 2025. Property bought and not yet paid for amounted to $7.8 million at the end of 2025.`,
    ),
    figures({
      caption: 'Property, plant and equipment (in millions)',
      ...TWO_COLUMNS,
      rows: [
        ...partRows(
          [
            'Land',
            'Buildings',
            'Machinery',
            'Patterns and tooling',
            'Software',
            'Vehicles and service equipment',
            'Construction in progress',
          ],
          gross,
          [38, 262, 421, 104, 71, 52],
        ),
        total('At cost', gross, ''),
        ends.row('Accumulated depreciation', ({ property: net }, at) => net - gross[at]!),
        ends.total('Property, plant and equipment, net', ({ property: net }) => net),
      ],
    }),
    figures({
      caption: 'Changes in property, plant and equipment (in millions)',
      ...THREE_COLUMNS,
      rows: [
        years.money('Beginning of year', ({ opening }) => opening.property),
        years.row('Capital expenditures', ({ facts }) => facts.capitalExpenditure),
        years.row('Acquisition', ({ facts }) => facts.acquisition?.property ?? 0),
        years.row('Depreciation', ({ facts }) => -facts.depreciation),
        years.row('Disposals', ({ facts }) => -facts.disposals),
        years.row('Exchange rates', ({ fx }) => fx.property),
        years.total('End of year', ({ closing }) => closing.property),
      ],
    }),
  ];
}

function goodwill(): Block[] {
  const columns = ['Municipal Water', 'Industrial Flow', 'Building Services', 'Irrigation and Rural', 'Total'];
  const split = (amount: number) => [...parts(amount, [402, 331, 182]), amount];
  const before = split(fiscalYear(2023).closing.goodwill);
  const add = (balance: readonly number[], ...flows: (readonly number[])[]) =>
    balance.map((value, at) => flows.reduce((sum, flow) => sum + flow[at]!, value));
  const bought = [DELMARVA.goodwill, 0, 0, 0, DELMARVA.goodwill];
  const [fx2024, fx2025] = [split(LAST.fx.goodwill), split(NOW.fx.goodwill)];
  const end2024 = add(before, bought, fx2024);
  const amortized = [-1_412, -1_296];
  const gross = ENDS.map(({ intangibles }, at) => intangibles - amortized[at]!);
  return [
    ...parseMarkup(
      ':::page\n\n## Note 9. Goodwill and intangible assets\n\nNo impairment was recorded in any of the years shown. Goodwill has been reduced by $42.0 million in the past, all of it in 2015 and within Industrial Flow.',
    ),
    figures({
      caption: 'Goodwill by segment (in millions)',
      columns,
      label: 24,
      rows: [
        total('Balance at December 31, 2023', before),
        row('Acquisition of Delmarva Controls', bought),
        row('Exchange rates', fx2024),
        total('Balance at December 31, 2024', end2024),
        row('Exchange rates', fx2025),
        total('Balance at December 31, 2025', add(end2024, fx2025)),
      ],
    }),
    figures({
      caption: 'Intangible assets (in millions)',
      ...TWO_COLUMNS,
      rows: [
        ...partRows(
          ['Customer relationships', 'Technology', 'Trade names with a limited life', 'Trade names without a limit'],
          gross,
          [548, 265, 79],
        ),
        total('Cost less what has been fully written off', gross, ''),
        row('Accumulated amortization', amortized),
        ends.total('Intangible assets, net', ({ intangibles }) => intangibles),
      ],
    }),
    ...parseMarkup(
      `Amortization was ${dollars(NOW.facts.amortization)} in 2025, ${dollars(LAST.facts.amortization)} in 2024 and ${dollars(BEFORE.facts.amortization)} in 2023. It is expected to be $${millions(186)} million in 2026, $${millions(174)} million in 2027, $${millions(161)} million in 2028, $${millions(142)} million in 2029 and $${millions(118)} million in 2030.`,
    ),
  ];
}

import { fiscalYear } from '../company/model.ts';
import { lineRevenue, SEGMENTS } from '../company/segments.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { dollars, percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';

/** What each segment makes, for whom, and against whom. */
const PORTRAITS: readonly string[] = [
  `Municipal Water equips waterworks, sewage plants and storm-water stations. A typical order is for four to twelve pumps with drives and a control room, is worth between $2 million and $15 million, and takes fourteen months from award to acceptance. The segment's largest current contract, for the Port Calder flood barrier in Louisiana, is worth $48.5 million and will be delivered until the third quarter of 2027.

**Pumping systems** are vertical turbine, submersible and split-case pumps from 15 to 4,500 kilowatts, sold as BRENNICK. **Treatment equipment** covers screens, clarifiers, disc filters and ultraviolet reactors, made at Eau Claire. **Monitoring and controls** is the former Delmarva Controls of Dover, Delaware: telemetry units, pressure loggers and the software SENTRY, which utilities rent by the station and month. **Service and parts** runs 26 service centers and 210 field crews.

Public money drives demand. The federal water infrastructure programs enacted in 2021 have supported roughly a fifth of the orders received since then; most of those funds must be committed by September 2026, and we expect orders from this source to fall in 2027.`,
  `Industrial Flow sells to refineries, chemical works, mines, breweries and power stations. **Process pumps**, made at Beaumont and Pune, move liquids that are hot, abrasive or poisonous. **Valves**, sold as OSTERLOH and made at Kassel and Usti nad Labem, are metal-seated ball and gate valves for steam and slurry. **Service and parts** rebuilds the pumps of any maker at five centers along the Gulf coast and two in the Rhine valley.

Orders follow the maintenance budgets of plants more than the building of new ones: replacement made up 71% of the segment's revenue in 2025. European chemical producers have closed capacity since energy prices rose in 2022, and our sales to that industry in Germany have fallen in each of the last three years. In response we closed the Lünen works in 2024 and are moving standard valve bodies to the Czech Republic.`,
  `Building Services brings water to the upper floors. **Booster sets**, made at Burgos and Hamilton, raise pressure in towers, hospitals and hotels. **Circulators** move hot and chilled water in heating and cooling. The products are sold as ARLANZA in Europe and Latin America and as BRENNICK in North America. Hidráulica Arlanza, S.A., in which the Burgos savings foundation holds 12%, is the segment's largest company.

Renovation accounts for 58% of demand. European rules on the efficiency of circulators, whose next step applies from January 2027, will end the sale of about a quarter of today's range; the R400 and K7 series were designed to meet them. New construction in Canada slowed in 2023 and began to recover in the second half of 2024.`,
  `Irrigation and Rural supplies farms and houses that no water main reaches. **Well pumps** of four to ten inches are assembled at Kearney and Burgos with motors wound at Queretaro. **Irrigation equipment** consists of drip lines, filters, and the KESTREL pivot controller. We sell through 780 dealers, who carry stocks for the season, so that our sales run ahead of farmers' purchases in good years and behind them in bad ones.

Farm income in the Great Plains fell in 2023 and 2024 with the price of corn, and dealers cut stocks by about $19 million over the two years. They began to refill them in the fall of 2025. Drought restrictions in California and Aragon have the opposite effects on our two lines: they sell filters and drip lines, and they stop new wells.`,
];

export function segmentPortraits(): Block[] {
  const { operations } = fiscalYear(2025);
  return SEGMENTS.flatMap((segment, index) => {
    const revenue = ([2025, 2024, 2023] as const).map((year) => lineRevenue(segment, year));
    const orders = ([2025, 2024] as const).map(
      (year, at) => revenue[at]! + segment.backlog[year] - segment.backlog[(year - 1) as 2024],
    );
    return [
      ...parseMarkup(`## ${segment.name}\n\n${PORTRAITS[index]!}`),
      figures({
        caption: `${segment.name}: net revenue by product line (in millions)`,
        columns: ['2025', '2024', '2023'],
        rows: [
          ...segment.lines.map(({ name, revenue: line }, at) =>
            (at === 0 ? money : row)(name, [line[2025], line[2024], line[2023]]),
          ),
          total('Segment net revenue', revenue),
        ],
      }),
      ...parseMarkup(
        `The segment contributed ${percent(revenue[0]!, operations.revenue)} of net revenue in 2025. Orders received were ${dollars(orders[0]!)}, against ${dollars(orders[1]!)} in the year before, and ${segment.employees[2025].toLocaleString('en-US')} people worked in it at the end of the year.`,
      ),
    ];
  });
}

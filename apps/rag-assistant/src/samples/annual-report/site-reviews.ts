import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { change } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { row } from './amounts.ts';
import { SITES } from './sites.ts';

/** What happened at each site in 2025, in the order of `SITES`. */
const EVENTS: readonly string[] = [
  'The melting shop poured 11,240 tons, 3% more than in 2024. The test stand for pumps of up to six megawatts was begun in May and should run in October 2026. Robots grind small castings since August. The plant manager is Astrid Nygaard.',
  'A third paint line opened in June and 48 welders were hired. A new water loop cut the use of paint-shop water by a fifth. On July 18 a crane dropped a clarifier bridge; nobody was hurt, and the crane was out of use for nine days.',
  'Dover doubled the output of telemetry units in the fourth quarter with a second soldering line. Ninety engineers write the SENTRY software there. The lease was prolonged in November until 2031.',
  'The rebuild shop takes rotors of eight tons since February. Crews from Thunder Bay worked through the night of January 21, when a main burst at minus 38 degrees. The shop made 612 rebuilds.',
  'Beaumont worked short weeks until March. Its union contract expired in November and was renewed for four years, with rises of 4.0%, 3.5%, 3.0% and 3.0%. The planning system will be changed over in May 2026.',
  'Kassel gave 34 machining places to Usti nad Labem and kept the metal-seated valves of more than 300 millimeters. It was idle on 23 days. A heat network of the town has warmed the halls since October, which saves 4,100 megawatt hours of gas a year.',
  'Forty-one machines have come from Kassel, and eleven machinists with them until summer. Scrap fell from 9.4% in the second quarter to 6.8% in the fourth. The plant works three shifts, and its number of employees rose by 52.',
  'The center rebuilt 2,140 pumps, of which 880 were of other makers. It moves to a larger hall across the river in 2027. A flood in May closed it for three days.',
  'The circulator line, the most automated of the group, was finished in September at a cost of $19.6 million over two years. The planning system went live on April 1. Burgos used a tenth less water after it covered its test basins.',
  'The center ships 1,900 orders a day to Spain, Portugal, France and Italy. Late deliveries fell from 4.4% to 2.7%. The roof carries solar cells of 1.2 megawatts since June.',
  'Hamilton lost nine working days when the planning system was changed over in February and worked on eleven Saturdays to catch up. It began to build the R400 in July for North America.',
  'Kearney assembled 71,300 well pumps. After the hailstorm of 2024 the warehouse has a steel roof. The number of employees fell by 19 through retirement.',
  'Fresno cuts and packs drip lines. Its lease ends in October 2026, and part of the work goes to Kearney. Sales staff will stay in the valley.',
  'Queretaro took over the winding of six-inch motors in January and trained 64 winders. A transformer failed in April and stopped the works for two days.',
  'Pune designs castings for the whole group and makes those of the smaller process pumps. The foundry next door, which supplies it, was audited twice for working hours. The engineering office has 128 places.',
];

/** Fifteen sites, one after the other. */
export function siteReviews(): Block[] {
  const whole = (value: number) => value.toLocaleString('en-US');
  return [
    ...parseMarkup(`
:::page

# Review of Sites

This review is not part of the audited statements. Energy is electricity, gas and heat together.`),
    ...SITES.flatMap(({ place, use, segment, area, leasedUntil, employees, energy, water, injuries }, at) => [
      ...parseMarkup(
        `## ${place}\n\n${use}; ${segment}. ${EVENTS[at]!} The site covers ${area} thousand square feet and ${leasedUntil === undefined ? 'is owned by the Company' : `is rented until ${leasedUntil}`}. At the end of 2025 ${whole(employees)} people worked there, and ${injuries} recordable ${injuries === 1 ? 'injury was' : 'injuries were'} counted during the year.`,
      ),
      figures({
        caption: `What ${place.split(',')[0]} used`,
        columns: ['2025', '2024', 'Change'],
        label: 34,
        rows: [
          row('Energy, megawatt hours', [whole(energy[1]), whole(energy[0]), change(energy[1], energy[0])]),
          row('Water, thousand cubic meters', [whole(water[1]), whole(water[0]), change(water[1], water[0])]),
          row('Energy per employee, megawatt hours, 2025', [(energy[1] / employees).toFixed(1), '', '']),
        ],
      }),
    ]),
  ];
}

import { fiscalYear } from '../company/model.ts';
import { SEGMENTS } from '../company/segments.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { change, dollars, percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { row } from './amounts.ts';
import { compared } from './discussion.ts';

const YEARS = [fiscalYear(2025), fiscalYear(2024), fiscalYear(2023)] as const;

/** Why each segment did better or worse; in 2025, then in 2024. */
const REASONS: readonly (readonly [string, string])[] = [
  [
    'Deliveries for nine large stations, among them Tulsa Mohawk, Greensboro Mitchell and the first two lots of Port Calder, made up more than half of the growth of pumping systems. Ultraviolet reactors led treatment, after Ohio tightened its limits for discharge. The margin gained from prices that had been agreed in 2023, when bids could again include the cost of castings, and from rented software, which has few costs. Field crews were short in summer, and overtime took about a quarter of a point.',
    'Delmarva Controls added nine months of revenue. Without it the segment grew by 9.1%. The two Alberta contracts, on which losses had been recorded in 2023, were handed over in August without further cost.',
  ],
  [
    'Process pumps for refineries fell, because three customers on the Gulf coast stretched the interval between shutdowns from five years to six. Valves declined in Germany and grew in Chile. Service held up the result: rebuilds of pumps of other makers rose by 11%. The margin suffered from idle hours at Kassel and from scrap at the new Czech lines, together about $5.2 million.',
    'Orders from basic chemistry were the lowest since 2010. The Lünen works closed in June, which saved $3.9 million in the second half and will save $8.5 million in a full year. Beaumont worked short weeks in November and December.',
  ],
  [
    'Booster sets grew in Canada by a fifth and in Spain by 6%. The R400, on sale since March, brought $14.2 million. Circulators gained from stocking by wholesalers before the rules of 2027 and from heating networks in Poland. The Hamilton plant lost nine working days when it went over to the new planning system and caught up by the end of the second quarter.',
    'Volume was flat and prices rose by 3.4%. The offices in Lyon and Milan, closed at the end of 2023, had cost $2.7 million a year. Interest rates kept Canadian developers from starting in the first half.',
  ],
  [
    'Well pumps recovered as dealers filled their shelves from September on and as drought in Aragon eased enough for permits to be given again. Irrigation equipment fell for a third year; pivots are bought with the price of corn in mind. The margin improved because Queretaro took over the winding of six-inch motors in January, which lowers their cost by 14%.',
    'Dealers reduced their stocks by about $12 million in 2024 after $7 million in 2023. The write-down of slow-moving pivots cost $2.1 million. A hailstorm damaged the Kearney warehouse in July; insurance paid $1.6 million.',
  ],
];

/** Of 2026, as seen in February. */
const OUTLOOK: readonly string[] = [
  'For 2026 we expect revenue of the segment to grow by 7% to 9% and its margin to rise slightly.',
  'For 2026 we expect revenue of the segment between a decline of 3% and no change, and a margin that improves in the second half as the Czech lines settle.',
  'For 2026 we expect growth of 4% to 6%, helped by the circulators for the rules of 2027.',
  'For 2026 we expect growth of 1% to 3% if the spring is an ordinary one.',
];

export function segmentDiscussions(): Block[] {
  return SEGMENTS.flatMap(({ name, lines, backlog }, at) => {
    const [now, last, before] = YEARS.map(({ segments }) => segments[at]!);
    const [first, second] = REASONS[at]!;
    const gross = [now!, last!, before!].map(({ revenue, costOfSales }) => percent(revenue - costOfSales, revenue));
    const operating = [now!, last!, before!].map(({ revenue, operatingIncome }) => percent(operatingIncome, revenue));
    const three = (pick: (each: NonNullable<typeof now>) => number) =>
      [pick(now!), pick(last!), pick(before!)] as const;
    return [
      ...parseMarkup(`## Results of ${name}`),
      figures({
        caption: `${name} (in millions)`,
        columns: ['2025', '2024', '2023', '2025 v. 2024', '2024 v. 2023'],
        label: 24,
        rows: [
          ...lines.map((line) => compared(line.name, [line.revenue[2025], line.revenue[2024], line.revenue[2023]])),
          compared(
            'Net revenue',
            three(({ revenue }) => revenue),
          ),
          compared(
            'Cost of sales',
            three(({ costOfSales }) => costOfSales),
          ),
          compared(
            'Selling and administrative',
            three(({ selling }) => selling),
          ),
          compared(
            'Research and development',
            three(({ research }) => research),
          ),
          compared(
            'Segment operating income',
            three(({ operatingIncome }) => operatingIncome),
          ),
          row('Gross margin', [...gross, '', '']),
          row('Operating margin', [...operating, '', '']),
          compared('Backlog at year end', [backlog[2025], backlog[2024], backlog[2023]]),
        ],
      }),
      ...parseMarkup(`
**2025 against 2024.** Net revenue of ${name} was ${dollars(now!.revenue)}, a change of ${change(now!.revenue, last!.revenue)}. Its operating income moved by ${dollars(now!.operatingIncome - last!.operatingIncome)} to ${dollars(now!.operatingIncome)}, which is ${operating[0]} of its revenue. ${first}

**2024 against 2023.** The change of net revenue was ${change(last!.revenue, before!.revenue)} and operating income was ${dollars(last!.operatingIncome)}, against ${dollars(before!.operatingIncome)} in 2023. ${second}

${OUTLOOK[at]!}`),
    ];
  });
}

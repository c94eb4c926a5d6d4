import { fiscalYear } from '../company/model.ts';
import { SEGMENTS } from '../company/segments.ts';
import { parts } from '../shares.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { change, percent } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { money, row, total } from './amounts.ts';

/** How a line fared, and what its year looked like: quarters and markets in thousandths. */
interface Review {
  readonly text: string;
  readonly quarters: readonly [number, number, number];
  readonly markets: readonly (readonly [string, number])[];
  /** Units sold in 2025 and 2024. */
  readonly units: readonly [number, number];
}

const REVIEWS: Readonly<Record<string, Review>> = {
  'Municipal Water: Pumping systems': {
    text: 'Forty-one stations were accepted in 2025, eight more than in 2024. The average order was $6.2 million. Lead times from award to delivery came down from 62 weeks to 55, because the second machining center for casings at Duluth has run in two shifts since March. Vertical turbine pumps made up 46% of the line, submersible pumps 33%, split-case pumps 21%. The efficiency of the best machine, a split-case pump of 3.1 megawatts for Tulsa, was measured at 91.4%.',
    quarters: [218, 241, 247],
    markets: [
      ['Drinking water', 512],
      ['Sewage', 301],
      ['Storm water and flood protection', 187],
    ],
    units: [1_462, 1_388],
  },
  'Municipal Water: Treatment equipment': {
    text: 'Ultraviolet reactors grew by a quarter after Ohio, Indiana and Ontario set new limits for discharge. Disc filters were flat. Eau Claire hired 48 welders and opened a third paint line in June. A dispute over the weight of clarifier bridges in Tampa was settled at a cost of $0.9 million. The pilot unit for removing substances that do not decay, based on foam, treated water at two air bases and may be sold from 2027.',
    quarters: [232, 249, 246],
    markets: [
      ['Disinfection', 372],
      ['Screens and grit', 258],
      ['Clarifiers', 203],
      ['Filters', 167],
    ],
    units: [2_318, 2_164],
  },
  'Municipal Water: Monitoring and controls': {
    text: 'Connected stations rose from 4,120 to 6,850, and the rent for SENTRY averaged $31 a station and month. The software found 214 bearings before they failed, by our count. Customers who left took 3.1% of the stations with them. Deliveries of the telemetry unit stopped for seven weeks in spring, when the supplier of the radio module had a fire; a second supplier was approved in September.',
    quarters: [201, 228, 262],
    markets: [
      ['Telemetry units', 486],
      ['Software rent', 311],
      ['Loggers and sensors', 203],
    ],
    units: [9_640, 4_905],
  },
  'Municipal Water: Service and parts': {
    text: 'Service agreements covered 47% of the pumps that we installed. Crews made 38,600 visits, 4% more than in 2024, and finished 71% of repairs on the first visit. Overtime in the hot July cost $1.4 million. The new rebuild shop at Thunder Bay can take rotors of eight tons and serves the paper mills around Lake Superior as well.',
    quarters: [229, 251, 271],
    markets: [
      ['Spare parts', 463],
      ['Field service', 321],
      ['Rebuilds', 216],
    ],
    units: [38_600, 37_115],
  },
  'Industrial Flow: Process pumps': {
    text: 'Refineries on the Gulf coast ordered less, and a lithium mine in Nevada, which took twenty-two slurry pumps, could not make up for it. Prices held. Pune has made the smaller casings since 2023, at two thirds of the cost. We gave up the range of plastic pumps, with revenue of $7.8 million in 2024, and sold its patterns to an Italian maker for $1.1 million.',
    quarters: [259, 252, 248],
    markets: [
      ['Refining and petrochemicals', 391],
      ['Mining', 244],
      ['Food and drink', 198],
      ['Power', 167],
    ],
    units: [11_870, 12_644],
  },
  'Industrial Flow: Valves': {
    text: 'The works at Kassel were idle on 23 days. Orders from German chemistry fell by 14%, those from copper mines in Chile and Peru rose by 19%. The slurry valve with a ceramic seat, which lasts three times as long, won its first large order, 640 pieces for a tailings line. Scrap at Usti nad Labem was 9.4% in the second quarter and 6.8% in the fourth.',
    quarters: [262, 251, 245],
    markets: [
      ['Chemistry', 352],
      ['Mining', 281],
      ['Power and heat', 214],
      ['Pulp and paper', 153],
    ],
    units: [52_310, 54_880],
  },
  'Industrial Flow: Service and parts': {
    text: 'Rebuilding pumps of other makers brought $31.6 million. A contract with a refinery at Lake Charles, under which we look after all its 1,900 pumps for five years, began in April. Two centers in the Rhine valley were merged at Worms. The share of parts ordered through the web shop reached 38%.',
    quarters: [241, 254, 247],
    markets: [
      ['Spare parts', 527],
      ['Rebuilds', 314],
      ['Contracts for whole plants', 159],
    ],
    units: [7_905, 7_610],
  },
  'Building Services: Booster sets': {
    text: 'The R400 was launched at the Milan fair in March, and 1,840 sets had been sold by the end of the year. Its motors with permanent magnets use 22% less power than those of the R300, which will be made until the end of 2026. Canadian contractors came back; four towers in Vancouver alone took $3.8 million. Hotels on the Balearic Islands were the best customers in Spain.',
    quarters: [228, 246, 261],
    markets: [
      ['Residential towers', 402],
      ['Hotels and hospitals', 331],
      ['Offices', 267],
    ],
    units: [9_215, 8_870],
  },
  'Building Services: Circulators': {
    text: 'The K7 series meets the European rules of January 2027 and made up 39% of units in the fourth quarter. Wholesalers bought ahead, which we think added $3 million to 2025 and will be missing in 2026. Heating networks in Poland and the Baltic states were new customers. The automated line at Burgos makes a pump every 48 seconds.',
    quarters: [236, 221, 268],
    markets: [
      ['Heating', 611],
      ['Cooling', 248],
      ['Hot water', 141],
    ],
    units: [214_600, 208_900],
  },
  'Irrigation and Rural: Well pumps': {
    text: 'Dealers in Nebraska, Kansas and Iowa began to refill their shelves in September. In Aragon permits for wells were given again from October. Motors from Queretaro reached 92% of what was needed, up from 71%, and failed less often: 0.6% came back within the first year. Solar-powered sets for cattle stations, sold in Australia and Namibia, brought $5.5 million.',
    quarters: [271, 318, 214],
    markets: [
      ['Farms', 548],
      ['Houses', 329],
      ['Cattle stations and villages', 123],
    ],
    units: [88_420, 83_760],
  },
  'Irrigation and Rural: Irrigation equipment': {
    text: 'Pivots sold slowly for a third year while drip lines grew by 7% in California and Spain. The KESTREL controller, which opens sectors by soil moisture, was fitted to 2,300 new and old machines. We wrote off the moulds of the older drip emitter, $0.7 million. The warehouse at Fresno will move to a building half its size in October 2026.',
    quarters: [312, 331, 189],
    markets: [
      ['Drip lines and filters', 447],
      ['Pivots', 362],
      ['Controllers', 191],
    ],
    units: [4_180, 4_655],
  },
};

/** A page for each product line. */
export function lineReviews(): Block[] {
  const { operations } = fiscalYear(2025);
  return [
    ...parseMarkup(`
:::page

# Review of Product Lines

This review is not part of the audited statements. Quarters of the lines have been rounded so that they add up to the year. Units are pumps, sets, valves or machines, and for service lines visits or jobs.`),
    ...SEGMENTS.flatMap((segment) =>
      segment.lines.flatMap((line) => {
        const review = REVIEWS[`${segment.name}: ${line.name}`]!;
        const [now, last] = [line.revenue[2025], line.revenue[2024]];
        const quarters = parts(now, review.quarters);
        const markets = parts(
          now,
          review.markets.slice(0, -1).map(([, permille]) => permille),
        );
        const perUnit = (
          [
            [now, 0],
            [last, 1],
          ] as const
        ).map(([amount, at]) => ((amount * 100) / review.units[at]!).toFixed(1));
        return [
          ...parseMarkup(`## ${segment.name}: ${line.name.toLowerCase()}\n\n${review.text}`),
          figures({
            caption: `${line.name}, ${segment.name}: quarters of 2025 (in millions)`,
            columns: ['First', 'Second', 'Third', 'Fourth', 'Year'],
            label: 18,
            rows: [
              money('Net revenue', [...quarters, now]),
              row('Share of the year', [...quarters.map((value) => percent(value, now)), '100.0%']),
            ],
          }),
          figures({
            caption: `${line.name}, ${segment.name}: markets in 2025 (in millions)`,
            columns: ['Net revenue', 'Share'],
            label: 34,
            rows: [
              ...review.markets.map(([market], at) => row(market, [markets[at]!, percent(markets[at]!, now)])),
              total('Total', [now, '100.0%'], ''),
            ],
          }),
          figures({
            caption: `${line.name}, ${segment.name}: size and price`,
            columns: ['2025', '2024', 'Change'],
            label: 30,
            rows: [
              row('Units', [
                ...review.units.map((units) => units.toLocaleString('en-US')),
                change(review.units[0], review.units[1]),
              ]),
              row('Revenue per unit (thousands of dollars)', [
                ...perUnit,
                change(Number(perUnit[0]), Number(perUnit[1])),
              ]),
              row('Share of group revenue', [
                percent(now, operations.revenue),
                percent(last, fiscalYear(2024).operations.revenue),
                '',
              ]),
            ],
          }),
        ];
      }),
    ),
  ];
}

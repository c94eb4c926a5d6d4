/**
 * What Brennick sells. Amounts everywhere in this folder are whole numbers of tenths of a million US dollars, so that
 * what is added up is exact: 18,176 is $1,817.6 million.
 */
export const YEARS = [2021, 2022, 2023, 2024, 2025] as const;
export type Year = (typeof YEARS)[number];
export type ByYear = Readonly<Record<Year, number>>;

export interface ProductLine {
  readonly name: string;
  readonly revenue: ByYear;
}

export interface Segment {
  readonly name: string;
  readonly lines: readonly ProductLine[];
  /** Thousandths of revenue. */
  readonly grossMargin: ByYear;
  readonly selling: ByYear;
  readonly research: ByYear;
  /** Shares of the group's property and of its capital expenditure, thousandths. */
  readonly property: number;
  readonly capitalExpenditure: number;
  readonly employees: ByYear;
  /** Orders on hand at the end of the year, tenths of a million. */
  readonly backlog: ByYear;
}

export const SEGMENTS: readonly Segment[] = [
  {
    name: 'Municipal Water',
    lines: [
      { name: 'Pumping systems', revenue: byYear(3_120, 3_345, 3_562, 3_871, 4_126) },
      { name: 'Treatment equipment', revenue: byYear(1_480, 1_562, 1_710, 1_894, 2_087) },
      { name: 'Monitoring and controls', revenue: byYear(0, 0, 0, 228, 471) },
      { name: 'Service and parts', revenue: byYear(1_215, 1_298, 1_404, 1_523, 1_689) },
    ],
    grossMargin: byYear(342, 338, 345, 352, 358),
    selling: byYear(158, 157, 156, 154, 152),
    research: byYear(31, 31, 32, 34, 35),
    property: 412,
    capitalExpenditure: 438,
    employees: byYear(2_180, 2_240, 2_305, 2_610, 2_702),
    backlog: byYear(2_940, 3_315, 3_702, 4_268, 4_655),
  },
  {
    name: 'Industrial Flow',
    lines: [
      { name: 'Process pumps', revenue: byYear(2_240, 2_415, 2_588, 2_502, 2_441) },
      { name: 'Valves', revenue: byYear(1_630, 1_748, 1_826, 1_795, 1_768) },
      { name: 'Service and parts', revenue: byYear(905, 958, 1_012, 1_067, 1_101) },
    ],
    grossMargin: byYear(361, 358, 364, 357, 349),
    selling: byYear(172, 170, 168, 171, 173),
    research: byYear(28, 28, 29, 30, 31),
    property: 341,
    capitalExpenditure: 307,
    employees: byYear(1_960, 2_015, 2_050, 1_945, 1_880),
    backlog: byYear(1_870, 2_065, 1_988, 1_742, 1_655),
  },
  {
    name: 'Building Services',
    lines: [
      { name: 'Booster sets', revenue: byYear(1_385, 1_467, 1_398, 1_452, 1_561) },
      { name: 'Circulators', revenue: byYear(960, 1_044, 972, 988, 1_037) },
    ],
    grossMargin: byYear(322, 318, 309, 315, 321),
    selling: byYear(176, 174, 178, 175, 171),
    research: byYear(24, 24, 25, 25, 26),
    property: 148,
    capitalExpenditure: 162,
    employees: byYear(905, 930, 890, 872, 901),
    backlog: byYear(412, 455, 381, 402, 467),
  },
  {
    name: 'Irrigation and Rural',
    lines: [
      { name: 'Well pumps', revenue: byYear(1_110, 1_236, 1_181, 1_124, 1_206) },
      { name: 'Irrigation equipment', revenue: byYear(742, 851, 803, 716, 689) },
    ],
    grossMargin: byYear(288, 291, 280, 268, 274),
    selling: byYear(162, 158, 163, 168, 166),
    research: byYear(16, 16, 17, 17, 17),
    property: 99,
    capitalExpenditure: 93,
    employees: byYear(690, 715, 684, 628, 611),
    backlog: byYear(205, 268, 214, 158, 171),
  },
];

/** Thousandths of revenue by the customer's place. */
export const REGIONS: readonly { readonly name: string; readonly share: ByYear }[] = [
  { name: 'United States', share: byYear(548, 552, 557, 571, 578) },
  { name: 'Canada', share: byYear(72, 71, 70, 69, 68) },
  { name: 'Spain', share: byYear(94, 93, 95, 92, 91) },
  { name: 'Germany', share: byYear(81, 80, 76, 71, 64) },
  { name: 'Rest of Europe', share: byYear(118, 116, 115, 111, 109) },
  { name: 'Latin America', share: byYear(49, 51, 52, 53, 55) },
];
export const LAST_REGION = 'Asia-Pacific and other';

export function byYear(...values: [number, number, number, number, number]): ByYear {
  return Object.fromEntries(YEARS.map((year, index) => [year, values[index]])) as ByYear;
}

export function lineRevenue({ lines }: Segment, year: Year): number {
  return lines.reduce((sum, { revenue }) => sum + revenue[year], 0);
}

/** Where Brennick makes, stores and mends. */
export interface Site {
  readonly place: string;
  readonly use: string;
  readonly segment: string;
  /** Thousands of square feet. */
  readonly area: number;
  /** Year in which the lease ends; absent where the site is owned. */
  readonly leasedUntil?: number;
  readonly employees: number;
  /** Megawatt hours, and thousands of cubic metres, by year 2024 and 2025. */
  readonly energy: readonly [number, number];
  readonly water: readonly [number, number];
  /** Recordable injuries in 2025. */
  readonly injuries: number;
}

export const SITES: readonly Site[] = [
  site(
    'Duluth, Minnesota',
    'Headquarters, foundry, pump assembly',
    'Municipal Water',
    642,
    undefined,
    1_184,
    [48_210, 46_905],
    [212, 198],
    14,
  ),
  site(
    'Eau Claire, Wisconsin',
    'Treatment equipment',
    'Municipal Water',
    388,
    undefined,
    610,
    [16_450, 16_020],
    [64, 61],
    7,
  ),
  site('Dover, Delaware', 'Controls and telemetry', 'Municipal Water', 74, 2031, 268, [2_915, 2_870], [6, 6], 1),
  site(
    'Thunder Bay, Ontario',
    'Service center and rebuilds',
    'Municipal Water',
    96,
    2028,
    142,
    [4_120, 4_055],
    [11, 10],
    3,
  ),
  site('Beaumont, Texas', 'Process pumps', 'Industrial Flow', 415, undefined, 588, [21_380, 20_110], [88, 83], 9),
  site('Kassel, Germany', 'Valves', 'Industrial Flow', 352, undefined, 702, [19_640, 18_225], [47, 43], 6),
  site(
    'Usti nad Labem, Czech Republic',
    'Valve castings and machining',
    'Industrial Flow',
    206,
    undefined,
    334,
    [14_770, 14_980],
    [39, 40],
    8,
  ),
  site('Baton Rouge, Louisiana', 'Service center', 'Industrial Flow', 58, 2027, 96, [1_640, 1_585], [4, 4], 2),
  site(
    'Burgos, Spain',
    'Booster sets, circulators, well pumps',
    'Building Services',
    331,
    undefined,
    498,
    [12_880, 11_940],
    [35, 31],
    5,
  ),
  site('Zaragoza, Spain', 'Distribution center', 'Building Services', 122, 2030, 88, [1_905, 1_860], [3, 3], 1),
  site('Hamilton, Ontario', 'Booster sets', 'Building Services', 148, 2029, 176, [4_615, 4_480], [9, 9], 2),
  site(
    'Kearney, Nebraska',
    'Well pumps and irrigation equipment',
    'Irrigation and Rural',
    274,
    undefined,
    352,
    [10_240, 9_870],
    [28, 26],
    6,
  ),
  site(
    'Fresno, California',
    'Irrigation equipment, distribution',
    'Irrigation and Rural',
    118,
    2026,
    121,
    [2_430, 2_395],
    [5, 5],
    2,
  ),
  site(
    'Queretaro, Mexico',
    'Motor winding, sub-assemblies',
    'Irrigation and Rural',
    164,
    2032,
    287,
    [5_980, 6_140],
    [17, 18],
    4,
  ),
  site(
    'Pune, India',
    'Engineering office, pump casings',
    'Industrial Flow',
    132,
    2033,
    241,
    [6_310, 6_725],
    [21, 22],
    3,
  ),
];

function site(
  place: string,
  use: string,
  segment: string,
  area: number,
  leasedUntil: number | undefined,
  employees: number,
  energy: readonly [number, number],
  water: readonly [number, number],
  injuries: number,
): Site {
  return {
    place,
    use,
    segment,
    area,
    ...(leasedUntil === undefined ? {} : { leasedUntil }),
    employees,
    energy,
    water,
    injuries,
  };
}

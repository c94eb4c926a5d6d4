/**
 * Accounts of Hidráulica Arlanza, S.A., by the Spanish general chart of accounts; whole thousands of euros.
 * They differ from what the group shows for Spain, which is counted by the customer's place and in dollars.
 */
export const ARLANZA_YEARS = [2025, 2024, 2023] as const;
export type ArlanzaYear = (typeof ARLANZA_YEARS)[number];
type ThreeYears = readonly [number, number, number];

export interface ArlanzaLine {
  readonly name: string;
  /** 2025, 2024, 2023. */
  readonly sales: ThreeYears;
  readonly units: ThreeYears;
}

export const ARLANZA_LINES: readonly ArlanzaLine[] = [
  { name: 'Grupos de presión', sales: [67_480, 63_115, 61_240], units: [7_410, 7_055, 6_980] },
  { name: 'Circuladores', sales: [46_215, 43_640, 42_870], units: [214_600, 208_900, 207_300] },
  { name: 'Bombas de pozo', sales: [28_145, 25_980, 27_310], units: [21_350, 19_870, 21_120] },
  { name: 'Recambios y servicio', sales: [15_870, 14_925, 14_060], units: [18_240, 17_610, 16_980] },
];

/** Thousandths of sales by market, without the last, which has the rest. */
export const ARLANZA_MARKETS: readonly { readonly name: string; readonly share: ThreeYears }[] = [
  { name: 'España', share: [518, 526, 531] },
  { name: 'Portugal', share: [92, 94, 93] },
  { name: 'Francia', share: [118, 112, 114] },
  { name: 'Italia', share: [74, 71, 76] },
  { name: 'Polonia y países bálticos', share: [51, 43, 36] },
  { name: 'América Latina', share: [68, 71, 69] },
];
export const ARLANZA_LAST_MARKET = 'Empresas del grupo y otros';

/** 2025, 2024, 2023. */
const FACTS = {
  stocksOfProducts: [820, -410, 640],
  ownWork: [1_375, 1_040, 910],
  supplies: [79_013, 74_716, 74_486],
  otherIncome: [745, 610, 520],
  wages: [26_740, 25_455, 24_530],
  socialCharges: [8_680, 8_255, 7_950],
  otherExpenses: [25_110, 23_640, 22_850],
  intangibleAmortization: [690, 580, 540],
  depreciation: [5_100, 4_760, 4_580],
  grantsReleased: [240, 205, 210],
  disposalResult: [30, -85, 0],
  financialIncome: [210, 185, 120],
  financialExpenses: [1_265, 1_420, 1_310],
  exchange: [-110, 60, -95],
  researchDeduction: [540, 465, 420],
  intangibleInvestment: [1_480, 710, 620],
  investment: [12_450, 9_600, 4_980],
  disposals: [95, 240, 60],
  grantsReceived: [600, 400, 0],
  dividends: [7_500, 6_800, 6_600],
  deferredTaxAsset: [1_240, 1_165, 1_120],
  bankDebt: [22_900, 20_800, 18_500],
  stocks: [27_940, 26_310, 26_880],
  receivables: [28_615, 27_350, 27_020],
  groupReceivables: [6_340, 5_880, 5_410],
  prepayments: [385, 340, 310],
  provisions: [1_480, 1_410, 1_380],
  warranty: [1_265, 1_190, 1_150],
  suppliers: [18_420, 17_150, 17_480],
  groupSuppliers: [3_115, 2_870, 2_960],
  otherCreditors: [6_940, 6_480, 6_210],
  staff: [2_385, 2_240, 2_130],
} as const;

type Facts = Readonly<Record<keyof typeof FACTS, number>>;

export interface ArlanzaPosition {
  readonly intangible: number;
  readonly property: number;
  readonly holdings: number;
  readonly deferredTaxAsset: number;
  readonly stocks: number;
  readonly receivables: number;
  readonly groupReceivables: number;
  readonly prepayments: number;
  readonly cash: number;
  readonly capital: number;
  readonly legalReserve: number;
  readonly reserves: number;
  readonly result: number;
  readonly grants: number;
  readonly provisions: number;
  readonly bankDebt: number;
  readonly groupDebt: number;
  readonly deferredTaxLiability: number;
  readonly warranty: number;
  readonly suppliers: number;
  readonly groupSuppliers: number;
  readonly otherCreditors: number;
  readonly staff: number;
}

/** Of the bank debt, due within a year. */
export const CURRENT_BANK_DEBT = 3_600;

const OPENING: Omit<ArlanzaPosition, 'reserves'> = {
  intangible: 3_150,
  property: 41_200,
  holdings: 1_850,
  deferredTaxAsset: 1_080,
  stocks: 25_930,
  receivables: 26_240,
  groupReceivables: 5_120,
  prepayments: 295,
  cash: 9_420,
  capital: 12_000,
  legalReserve: 2_400,
  result: 9_980,
  grants: 1_980,
  provisions: 1_350,
  bankDebt: 20_400,
  groupDebt: 6_000,
  deferredTaxLiability: 660,
  warranty: 1_105,
  suppliers: 16_890,
  groupSuppliers: 2_740,
  otherCreditors: 5_870,
  staff: 2_060,
};

export function arlanzaAssets(at: ArlanzaPosition): { fixed: number; current: number; total: number } {
  const fixed = at.intangible + at.property + at.holdings + at.deferredTaxAsset;
  const current = at.stocks + at.receivables + at.groupReceivables + at.prepayments + at.cash;
  return { fixed, current, total: fixed + current };
}

export function arlanzaEquity(at: ArlanzaPosition): { own: number; total: number } {
  const own = at.capital + at.legalReserve + at.reserves + at.result;
  return { own, total: own + at.grants };
}

export function arlanzaLiabilities(at: ArlanzaPosition): { later: number; current: number; total: number } {
  const later = at.provisions + at.bankDebt - CURRENT_BANK_DEBT + at.groupDebt + at.deferredTaxLiability;
  const current = at.warranty + CURRENT_BANK_DEBT + at.suppliers + at.groupSuppliers + at.otherCreditors + at.staff;
  return { later, current, total: later + current };
}

function openingPosition(): ArlanzaPosition {
  const bare = { ...OPENING, reserves: 0 };
  return {
    ...bare,
    reserves: arlanzaAssets(bare).total - arlanzaEquity(bare).total - arlanzaLiabilities(bare).total,
  };
}

function resultsOf(sales: number, facts: Facts) {
  const staff = facts.wages + facts.socialCharges;
  const amortization = facts.intangibleAmortization + facts.depreciation;
  const operating =
    sales +
    facts.stocksOfProducts +
    facts.ownWork -
    facts.supplies +
    facts.otherIncome -
    staff -
    facts.otherExpenses -
    amortization +
    facts.grantsReleased +
    facts.disposalResult;
  const financial = facts.financialIncome - facts.financialExpenses + facts.exchange;
  const beforeTaxes = operating + financial;
  const taxes = Math.round(beforeTaxes * 0.25) - facts.researchDeduction;
  return { sales, staff, amortization, operating, financial, beforeTaxes, taxes, net: beforeTaxes - taxes };
}

function step(opening: ArlanzaPosition, sales: number, facts: Facts) {
  const results = resultsOf(sales, facts);
  const grossGrants = opening.grants + opening.deferredTaxLiability + facts.grantsReceived - facts.grantsReleased;
  const grants = Math.round(grossGrants * 0.75);
  const working = (at: Pick<ArlanzaPosition, 'stocks' | 'receivables' | 'groupReceivables' | 'prepayments'>) =>
    at.stocks + at.receivables + at.groupReceivables + at.prepayments;
  const owed = (
    at: Pick<ArlanzaPosition, 'suppliers' | 'groupSuppliers' | 'otherCreditors' | 'staff' | 'warranty' | 'provisions'>,
  ) => at.suppliers + at.groupSuppliers + at.otherCreditors + at.staff + at.warranty + at.provisions;
  const flows = {
    beforeTaxes: results.beforeTaxes,
    amortization: results.amortization,
    grantsReleased: -facts.grantsReleased,
    disposalResult: -facts.disposalResult,
    workingCapital: -(working(facts) - working(opening)) + (owed(facts) - owed(opening)),
    taxesPaid: -(results.taxes + facts.deferredTaxAsset - opening.deferredTaxAsset),
    intangibleInvestment: -facts.intangibleInvestment,
    investment: -facts.investment,
    disposals: facts.disposals + facts.disposalResult,
    grantsReceived: facts.grantsReceived,
    bankDebt: facts.bankDebt - opening.bankDebt,
    dividends: -facts.dividends,
  };
  const change = Object.values(flows).reduce((sum, flow) => sum + flow, 0);
  const closing: ArlanzaPosition = {
    ...opening,
    intangible: opening.intangible + facts.intangibleInvestment - facts.intangibleAmortization,
    property: opening.property + facts.investment - facts.depreciation - facts.disposals,
    deferredTaxAsset: facts.deferredTaxAsset,
    stocks: facts.stocks,
    receivables: facts.receivables,
    groupReceivables: facts.groupReceivables,
    prepayments: facts.prepayments,
    cash: opening.cash + change,
    reserves: opening.reserves + opening.result - facts.dividends,
    result: results.net,
    grants,
    deferredTaxLiability: grossGrants - grants,
    provisions: facts.provisions,
    bankDebt: facts.bankDebt,
    warranty: facts.warranty,
    suppliers: facts.suppliers,
    groupSuppliers: facts.groupSuppliers,
    otherCreditors: facts.otherCreditors,
    staff: facts.staff,
  };
  return { facts, results, flows, change, opening, closing };
}

export type ArlanzaPeriod = ReturnType<typeof step> & { readonly year: ArlanzaYear };

function years(): ReadonlyMap<ArlanzaYear, ArlanzaPeriod> {
  const all = new Map<ArlanzaYear, ArlanzaPeriod>();
  let position = openingPosition();
  for (const year of [2023, 2024, 2025] as const) {
    const at = 2025 - year;
    const sales = ARLANZA_LINES.reduce((sum, line) => sum + line.sales[at]!, 0);
    const facts = Object.fromEntries(Object.entries(FACTS).map(([name, values]) => [name, values[at]!])) as Facts;
    const period = { ...step(position, sales, facts), year };
    all.set(year, period);
    position = period.closing;
  }
  return all;
}

const PERIODS = years();

export function arlanzaYear(year: ArlanzaYear): ArlanzaPeriod {
  return PERIODS.get(year)!;
}

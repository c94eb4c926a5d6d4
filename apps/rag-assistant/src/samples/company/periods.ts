import type { Year } from './segments.ts';

/** What happened in a period beside sales and margins; tenths of a million US dollars. */
export interface PeriodFacts {
  readonly corporate: number;
  readonly restructuring: number;
  readonly restructuringPaid: number;
  readonly amortization: number;
  readonly depreciation: number;
  readonly capitalExpenditure: number;
  /** Book value of what was sold, and what was paid for it. */
  readonly disposals: number;
  readonly otherIncome: number;
  readonly interestRate: number;
  /** Thousandths of earnings before taxes. */
  readonly taxRate: number;
  readonly deferredTax: number;
  readonly minorityShare: number;
  readonly minorityDividends: number;
  readonly stockCompensation: number;
  readonly optionProceeds: number;
  readonly repurchases: number;
  /** US cents for the period. */
  readonly dividendCents: number;
  /** Tenths of a million shares. */
  readonly basicShares: number;
  readonly dilutedShares: number;
  readonly translation: number;
  readonly hedges: number;
  readonly warrantyProvisions: number;
  readonly warrantyClaims: number;
  readonly newLeases: number;
  readonly leasePayments: number;
  readonly pension: PensionFacts;
  readonly receivableDays: number;
  readonly inventoryDays: number;
  readonly payableDays: number;
  /** At the end. */
  readonly debt: Debt;
  readonly acquisition?: Acquisition;
}

export interface Debt {
  readonly revolver: number;
  readonly termLoan: number;
  readonly notes2029: number;
  readonly notes2034: number;
}

export interface PensionFacts {
  readonly service: number;
  readonly interest: number;
  readonly expectedReturn: number;
  readonly actualReturn: number;
  /** Of the obligation. */
  readonly actuarialLoss: number;
  readonly benefits: number;
  readonly contributions: number;
}

export interface Acquisition {
  readonly receivables: number;
  readonly inventories: number;
  readonly property: number;
  readonly intangibles: number;
  readonly goodwill: number;
  readonly payables: number;
  readonly deferredTax: number;
}

/** Delmarva Controls, bought on April 1, 2024. */
export const DELMARVA: Acquisition = {
  receivables: 75,
  inventories: 92,
  property: 110,
  intangibles: 380,
  goodwill: 415,
  payables: 46,
  deferredTax: 66,
};

const COLUMNS = {
  corporate: [402, 418, 436, 455, 471],
  restructuring: [0, 0, 86, 142, 64],
  restructuringPaid: [0, 0, 31, 118, 97],
  amortization: [148, 146, 145, 171, 190],
  depreciation: [488, 502, 521, 549, 578],
  capitalExpenditure: [620, 655, 702, 748, 811],
  disposals: [18, 12, 27, 41, 22],
  otherIncome: [14, 9, 21, 17, 24],
  interestRate: [36, 41, 52, 55, 52],
  taxRate: [231, 236, 242, 238, 234],
  deferredTax: [12, -8, -21, -17, 9],
  minorityShare: [14, 15, 16, 13, 15],
  minorityDividends: [8, 8, 9, 9, 10],
  stockCompensation: [102, 110, 118, 127, 136],
  optionProceeds: [41, 28, 36, 52, 47],
  repurchases: [250, 400, 300, 350, 500],
  dividendCents: [84, 88, 92, 98, 104],
  basicShares: [502, 497, 491, 486, 480],
  dilutedShares: [508, 502, 496, 491, 485],
  translation: [-118, -164, 92, -135, 188],
  hedges: [16, -22, 31, -18, 11],
  warrantyProvisions: [128, 141, 146, 152, 171],
  warrantyClaims: [121, 133, 151, 147, 158],
  newLeases: [92, 118, 105, 164, 127],
  leasePayments: [108, 112, 116, 125, 131],
  receivableDays: [61, 62, 60, 59, 58],
  inventoryDays: [86, 92, 88, 84, 81],
  payableDays: [52, 51, 54, 55, 56],
} as const;

const PENSION = {
  service: [58, 60, 55, 52, 50],
  interest: [68, 76, 118, 121, 117],
  expectedReturn: [104, 109, 98, 106, 111],
  actualReturn: [142, -168, 121, 98, 134],
  actuarialLoss: [-74, -412, 88, -39, 26],
  benefits: [148, 151, 155, 158, 162],
  contributions: [90, 95, 100, 85, 80],
} as const;

const DEBT: readonly Debt[] = [
  { revolver: 650, termLoan: 1_900, notes2029: 1_500, notes2034: 0 },
  { revolver: 550, termLoan: 1_800, notes2029: 1_500, notes2034: 0 },
  { revolver: 400, termLoan: 1_700, notes2029: 1_500, notes2034: 0 },
  { revolver: 150, termLoan: 1_600, notes2029: 1_500, notes2034: 1_000 },
  { revolver: 60, termLoan: 1_500, notes2029: 1_500, notes2034: 1_000 },
];

export function yearFacts(year: Year): PeriodFacts {
  const at = year - 2021;
  return {
    ...column(COLUMNS, at),
    pension: column(PENSION, at),
    debt: DEBT[at]!,
    ...(year === 2024 ? { acquisition: DELMARVA } : {}),
  };
}

function column<K extends string>(table: Readonly<Record<K, readonly number[]>>, at: number): Record<K, number> {
  return Object.fromEntries(
    Object.entries<readonly number[]>(table).map(([name, values]) => [name, values[at]!]),
  ) as Record<K, number>;
}

/** First quarters: what of the facts differs from a quarter of the year's. */
export function firstQuarterFacts(year: 2025 | 2026): PeriodFacts {
  const whole = yearFacts(2025);
  const scaled = column(
    Object.fromEntries(
      Object.entries(whole)
        .filter((entry): entry is [keyof typeof COLUMNS, number] => typeof entry[1] === 'number')
        .map(([name, value]) => [name, [Math.round(value / 4)]]),
    ) as unknown as Readonly<Record<keyof typeof COLUMNS, readonly number[]>>,
    0,
  );
  const days = { receivableDays: 15, inventoryDays: 21, payableDays: 14 };
  const shared = { ...scaled, ...days, taxRate: 236 };
  const pension = { service: 12, interest: 29, expectedReturn: 28, actualReturn: 28, actuarialLoss: 0, benefits: 40 };
  return year === 2025
    ? {
        ...shared,
        ...{ basicShares: 482, dilutedShares: 487, translation: 61, hedges: -4, restructuring: 22, dividendCents: 26 },
        pension: { ...pension, contributions: 20 },
        debt: { ...DEBT[3]!, revolver: 240, termLoan: 1_575 },
        interestRate: 13,
      }
    : {
        ...shared,
        ...{ basicShares: 476, dilutedShares: 481, translation: -43, hedges: 7, restructuring: 9, dividendCents: 28 },
        ...{ corporate: 122, amortization: 47, depreciation: 149, capitalExpenditure: 176, repurchases: 150 },
        pension: { ...pension, service: 11, contributions: 18 },
        debt: { ...DEBT[4]!, revolver: 310, termLoan: 1_475 },
        interestRate: 13,
      };
}

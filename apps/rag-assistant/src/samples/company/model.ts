import { share } from '../shares.ts';
import { firstQuarterFacts, yearFacts } from './periods.ts';
import { type Period, type Position, rollForward, type Trading, totalDebt } from './roll-forward.ts';
import { LAST_REGION, lineRevenue, REGIONS, SEGMENTS, type Segment, YEARS, type Year } from './segments.ts';

export interface SegmentResult {
  readonly segment: Segment;
  readonly revenue: number;
  readonly costOfSales: number;
  readonly selling: number;
  readonly research: number;
  readonly operatingIncome: number;
}

const OPENING_2020: Omit<Position, 'retained'> = {
  cash: 1_420,
  receivables: 2_290,
  inventories: 2_180,
  otherCurrent: 205,
  hedgeAsset: 40,
  property: 3_150,
  leases: 520,
  goodwill: 3_420,
  intangibles: 1_650,
  otherAssets: 310,
  payables: 1_290,
  accruedPay: 430,
  warranty: 214,
  restructuring: 0,
  otherAccrued: 330,
  contractLiabilities: 338,
  debt: { revolver: 700, termLoan: 2_000, notes2029: 1_500, notes2034: 0 },
  leaseLiabilities: 520,
  obligation: 2_620,
  planAssets: 2_010,
  deferredTax: 430,
  otherLiabilities: 260,
  commonStock: 54,
  paidIn: 2_870,
  treasury: -640,
  translation: -462,
  pensionReserve: -348,
  hedgeReserve: 30,
  minority: 88,
};

export function assetsOf(at: Position): { current: number; total: number } {
  const current = at.cash + at.receivables + at.inventories + at.otherCurrent + at.hedgeAsset;
  return { current, total: current + at.property + at.leases + at.goodwill + at.intangibles + at.otherAssets };
}

export function liabilitiesOf(at: Position): { accrued: number; currentDebt: number; current: number; total: number } {
  const accrued = at.accruedPay + at.warranty + at.restructuring + at.otherAccrued;
  const currentDebt = 100;
  const current = at.payables + accrued + at.contractLiabilities + currentDebt;
  const later = totalDebt(at.debt) - currentDebt + at.leaseLiabilities + at.obligation - at.planAssets;
  return { accrued, currentDebt, current, total: current + later + at.deferredTax + at.otherLiabilities };
}

export function accumulatedOther(at: Position): number {
  return at.translation + at.pensionReserve + at.hedgeReserve;
}

export function equityOf(at: Position): { owners: number; total: number } {
  const owners = at.commonStock + at.paidIn + at.retained + at.treasury + accumulatedOther(at);
  return { owners, total: owners + at.minority };
}

function opening(): Position {
  const withoutRetained = { ...OPENING_2020, retained: 0 };
  const { total } = assetsOf(withoutRetained);
  const retained = total - liabilitiesOf(withoutRetained).total - equityOf(withoutRetained).total;
  return { ...withoutRetained, retained };
}

export function segmentResult(segment: Segment, revenue: number, year: Year): SegmentResult {
  const costOfSales = revenue - share(revenue, segment.grossMargin[year]);
  const selling = share(revenue, segment.selling[year]);
  const research = share(revenue, segment.research[year]);
  return {
    segment,
    revenue,
    costOfSales,
    selling,
    research,
    operatingIncome: revenue - costOfSales - selling - research,
  };
}

export function tradingOf(results: readonly SegmentResult[]): Trading {
  const sum = (pick: (result: SegmentResult) => number) => results.reduce((total, each) => total + pick(each), 0);
  return {
    revenue: sum(({ revenue }) => revenue),
    municipalRevenue: results[0]!.revenue,
    costOfSales: sum(({ costOfSales }) => costOfSales),
    selling: sum(({ selling }) => selling),
    research: sum(({ research }) => research),
  };
}

export interface FiscalYear extends Period {
  readonly year: Year;
  readonly opening: Position;
  readonly segments: readonly SegmentResult[];
  readonly regions: readonly { readonly name: string; readonly revenue: number }[];
}

function yearsOf(): ReadonlyMap<Year, FiscalYear> {
  const years = new Map<Year, FiscalYear>();
  let position = opening();
  for (const year of YEARS) {
    const segments = SEGMENTS.map((segment) => segmentResult(segment, lineRevenue(segment, year), year));
    const period = rollForward(position, tradingOf(segments), yearFacts(year));
    const regions = REGIONS.map(({ name, share: part }) => ({
      name,
      revenue: share(period.operations.revenue, part[year]),
    }));
    const last = period.operations.revenue - regions.reduce((sum, { revenue }) => sum + revenue, 0);
    const all = [...regions, { name: LAST_REGION, revenue: last }];
    years.set(year, { ...period, year, opening: position, segments, regions: all });
    position = period.closing;
  }
  return years;
}

const FISCAL_YEARS = yearsOf();

/** A year of Brennick Industries as it was reported. */
export function fiscalYear(year: Year): FiscalYear {
  return FISCAL_YEARS.get(year)!;
}

/** Revenue of the segments in first quarters, tenths of a million US dollars. */
const FIRST_QUARTERS = { 2025: [1_968, 1_322, 601, 498], 2026: [2_143, 1_281, 648, 487] } as const;

export interface Quarter extends Period {
  readonly opening: Position;
  readonly segments: readonly SegmentResult[];
}

/** The three months that ended on March 31. */
export function firstQuarter(year: 2025 | 2026): Quarter {
  const before = fiscalYear(year === 2025 ? 2024 : 2025).closing;
  const segments = SEGMENTS.map((segment, index) => segmentResult(segment, FIRST_QUARTERS[year][index]!, 2025));
  return { ...rollForward(before, tradingOf(segments), firstQuarterFacts(year)), opening: before, segments };
}

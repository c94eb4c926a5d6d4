import { share } from '../shares.ts';
import type { Debt, PeriodFacts } from './periods.ts';

/** Balance sheet at a day. */
export interface Position {
  readonly cash: number;
  readonly receivables: number;
  readonly inventories: number;
  readonly otherCurrent: number;
  readonly hedgeAsset: number;
  readonly property: number;
  readonly leases: number;
  readonly goodwill: number;
  readonly intangibles: number;
  readonly otherAssets: number;
  readonly payables: number;
  readonly accruedPay: number;
  readonly warranty: number;
  readonly restructuring: number;
  readonly otherAccrued: number;
  readonly contractLiabilities: number;
  readonly debt: Debt;
  readonly leaseLiabilities: number;
  readonly obligation: number;
  readonly planAssets: number;
  readonly deferredTax: number;
  readonly otherLiabilities: number;
  readonly commonStock: number;
  readonly paidIn: number;
  readonly retained: number;
  readonly treasury: number;
  readonly translation: number;
  readonly pensionReserve: number;
  readonly hedgeReserve: number;
  readonly minority: number;
}

/** Sales of a period, and what they cost. */
export interface Trading {
  readonly revenue: number;
  readonly municipalRevenue: number;
  readonly costOfSales: number;
  /** Of the segments, without corporate. */
  readonly selling: number;
  readonly research: number;
}

/** Tax on what goes to equity past the statement of operations, thousandths. */
const EQUITY_TAX = 240;

export function totalDebt({ revolver, termLoan, notes2029, notes2034 }: Debt): number {
  return revolver + termLoan + notes2029 + notes2034;
}

/** One period: operations, comprehensive income, cash flows, and the position at its end, which balances. */
export function rollForward(opening: Position, trading: Trading, facts: PeriodFacts) {
  const operations = operationsOf(opening, trading, facts);
  const { pension, acquisition } = facts;

  const pensionLoss = pension.actuarialLoss + pension.expectedReturn - pension.actualReturn;
  const pensionTax = share(pensionLoss, EQUITY_TAX);
  const hedgeTax = share(facts.hedges, EQUITY_TAX);
  const comprehensive = {
    translation: facts.translation,
    pension: -(pensionLoss - pensionTax),
    hedges: facts.hedges - hedgeTax,
  };
  /** Where the change of exchange rates went; the rest is in cash. */
  const fx = {
    property: share(facts.translation, 350),
    goodwill: share(facts.translation, 350),
    intangibles: share(facts.translation, 100),
    inventories: share(facts.translation, 150),
  };
  const fxCash = facts.translation - fx.property - fx.goodwill - fx.intangibles - fx.inventories;

  const { revenue, municipalRevenue, costOfSales } = trading;
  const dividends = Math.round((facts.dividendCents * facts.basicShares) / 100);
  const closing: Position = {
    cash: 0,
    receivables: Math.round((revenue * facts.receivableDays) / daysOf(facts)),
    inventories: Math.round((costOfSales * facts.inventoryDays) / daysOf(facts)),
    otherCurrent: Math.round((revenue * 15 * scaleOf(facts)) / 1_000),
    hedgeAsset: opening.hedgeAsset + facts.hedges,
    property:
      opening.property +
      facts.capitalExpenditure -
      facts.depreciation -
      facts.disposals +
      fx.property +
      (acquisition?.property ?? 0),
    leases: opening.leases + facts.newLeases - facts.leasePayments,
    goodwill: opening.goodwill + fx.goodwill + (acquisition?.goodwill ?? 0),
    intangibles: opening.intangibles - facts.amortization + fx.intangibles + (acquisition?.intangibles ?? 0),
    otherAssets: opening.otherAssets,
    payables: Math.round((costOfSales * facts.payableDays) / daysOf(facts)),
    accruedPay: Math.round((revenue * 31 * scaleOf(facts)) / 1_000),
    warranty: opening.warranty + facts.warrantyProvisions - facts.warrantyClaims,
    restructuring: opening.restructuring + facts.restructuring - facts.restructuringPaid,
    otherAccrued: Math.round((revenue * 24 * scaleOf(facts)) / 1_000),
    contractLiabilities: Math.round((municipalRevenue * 62 * scaleOf(facts)) / 1_000),
    debt: facts.debt,
    leaseLiabilities: opening.leaseLiabilities + facts.newLeases - facts.leasePayments,
    obligation: opening.obligation + pension.service + pension.interest + pension.actuarialLoss - pension.benefits,
    planAssets: opening.planAssets + pension.actualReturn + pension.contributions - pension.benefits,
    deferredTax: opening.deferredTax + facts.deferredTax + hedgeTax - pensionTax + (acquisition?.deferredTax ?? 0),
    otherLiabilities: opening.otherLiabilities,
    commonStock: opening.commonStock,
    paidIn: opening.paidIn + facts.stockCompensation + facts.optionProceeds,
    retained: opening.retained + operations.attributable - dividends,
    treasury: opening.treasury - facts.repurchases,
    translation: opening.translation + comprehensive.translation,
    pensionReserve: opening.pensionReserve + comprehensive.pension,
    hedgeReserve: opening.hedgeReserve + comprehensive.hedges,
    minority: opening.minority + operations.minority - facts.minorityDividends,
  };
  const cashFlows = cashFlowsOf(opening, closing, facts, operations, fx.inventories, fxCash, dividends);
  return {
    trading,
    facts,
    operations,
    comprehensive,
    fx,
    dividends,
    pensionLoss,
    cashFlows,
    closing: { ...closing, cash: opening.cash + cashFlows.change },
  };
}

export type Period = ReturnType<typeof rollForward>;

/** Days of the period that the facts are of: quarters carry days of stock within the quarter. */
function daysOf({ receivableDays }: PeriodFacts): number {
  return receivableDays < 40 ? 90 / 4 : 365;
}

function scaleOf({ receivableDays }: PeriodFacts): number {
  return receivableDays < 40 ? 4 : 1;
}

function operationsOf(opening: Position, trading: Trading, facts: PeriodFacts) {
  const { revenue, costOfSales, selling, research } = trading;
  const grossProfit = revenue - costOfSales;
  const sellingAndAdministrative = selling + facts.corporate;
  const operatingIncome = grossProfit - sellingAndAdministrative - research - facts.amortization - facts.restructuring;
  const interest = share((totalDebt(opening.debt) + totalDebt(facts.debt)) / 2, facts.interestRate);
  const beforeTaxes = operatingIncome - interest + facts.otherIncome;
  const taxes = share(beforeTaxes, facts.taxRate);
  const net = beforeTaxes - taxes;
  return {
    revenue,
    costOfSales,
    grossProfit,
    sellingAndAdministrative,
    research,
    amortization: facts.amortization,
    restructuring: facts.restructuring,
    operatingIncome,
    interest,
    otherIncome: facts.otherIncome,
    beforeTaxes,
    taxes,
    net,
    minority: facts.minorityShare,
    attributable: net - facts.minorityShare,
    basicShares: facts.basicShares,
    dilutedShares: facts.dilutedShares,
  };
}

function cashFlowsOf(
  opening: Position,
  closing: Position,
  facts: PeriodFacts,
  operations: ReturnType<typeof operationsOf>,
  fxInventories: number,
  fxCash: number,
  dividends: number,
) {
  const { acquisition, pension } = facts;
  const accrued = (at: Position) => at.accruedPay + at.warranty + at.restructuring + at.otherAccrued;
  const operating = {
    net: operations.net,
    depreciation: facts.depreciation,
    amortization: facts.amortization,
    stockCompensation: facts.stockCompensation,
    deferredTax: facts.deferredTax,
    pension: pension.service + pension.interest - pension.expectedReturn - pension.contributions,
    receivables: -(closing.receivables - opening.receivables - (acquisition?.receivables ?? 0)),
    inventories: -(closing.inventories - opening.inventories - fxInventories - (acquisition?.inventories ?? 0)),
    otherCurrent: -(closing.otherCurrent - opening.otherCurrent),
    payables: closing.payables - opening.payables - (acquisition?.payables ?? 0),
    accrued: accrued(closing) - accrued(opening),
    contractLiabilities: closing.contractLiabilities - opening.contractLiabilities,
  };
  const investing = {
    capitalExpenditure: -facts.capitalExpenditure,
    disposals: facts.disposals,
    acquisition: acquisition
      ? -(
          acquisition.receivables +
          acquisition.inventories +
          acquisition.property +
          acquisition.intangibles +
          acquisition.goodwill -
          acquisition.payables -
          acquisition.deferredTax
        )
      : 0,
  };
  const financing = {
    notes: facts.debt.notes2034 - opening.debt.notes2034,
    termLoan: facts.debt.termLoan - opening.debt.termLoan,
    revolver: facts.debt.revolver - opening.debt.revolver,
    dividends: -dividends,
    minorityDividends: -facts.minorityDividends,
    repurchases: -facts.repurchases,
    options: facts.optionProceeds,
  };
  const total = (flows: Readonly<Record<string, number>>) => Object.values(flows).reduce((sum, flow) => sum + flow, 0);
  const [fromOperations, fromInvesting, fromFinancing] = [total(operating), total(investing), total(financing)];
  return {
    operating,
    investing,
    financing,
    fromOperations,
    fromInvesting,
    fromFinancing,
    exchange: fxCash,
    change: fromOperations + fromInvesting + fromFinancing + fxCash,
  };
}

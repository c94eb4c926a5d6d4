import { type FiscalYear, fiscalYear } from '../company/model.ts';
import type { Block, Row } from '../typesetting/blocks.ts';
import { figures, group, money, row, total } from '../typesetting/figures.ts';

const THREE = [fiscalYear(2025), fiscalYear(2024), fiscalYear(2023)] as const;
const COLUMNS = { over: 'Years ended December 31,', columns: ['2025', '2024', '2023'] };

export function cashFlows(): Block {
  return figures({ caption: 'In millions', isDense: true, ...COLUMNS, rows: cashFlowRows(THREE) });
}

/** Rows of a statement of cash flows, with a column for each period. */
export function cashFlowRows(periods: readonly Pick<FiscalYear, 'cashFlows' | 'opening' | 'closing'>[]): Row[] {
  const flow = (pick: (flows: FiscalYear['cashFlows']) => number) => periods.map(({ cashFlows }) => pick(cashFlows));
  return [
    group('Operating activities'),
    money(
      'Net earnings',
      flow(({ operating }) => operating.net),
    ),
    row(
      'Depreciation',
      flow(({ operating }) => operating.depreciation),
    ),
    row(
      'Amortization',
      flow(({ operating }) => operating.amortization),
    ),
    row(
      'Stock-based compensation',
      flow(({ operating }) => operating.stockCompensation),
    ),
    row(
      'Deferred income taxes',
      flow(({ operating }) => operating.deferredTax),
    ),
    row(
      'Pension cost less contributions',
      flow(({ operating }) => operating.pension),
    ),
    group('Changes in operating assets and liabilities, net of acquisitions'),
    row(
      'Accounts receivable',
      flow(({ operating }) => operating.receivables),
      2,
    ),
    row(
      'Inventories',
      flow(({ operating }) => operating.inventories),
      2,
    ),
    row(
      'Prepaid expenses and other current assets',
      flow(({ operating }) => operating.otherCurrent),
      2,
    ),
    row(
      'Accounts payable',
      flow(({ operating }) => operating.payables),
      2,
    ),
    row(
      'Accrued liabilities',
      flow(({ operating }) => operating.accrued),
      2,
    ),
    row(
      'Contract liabilities',
      flow(({ operating }) => operating.contractLiabilities),
      2,
    ),
    total(
      'Net cash provided by operating activities',
      flow(({ fromOperations }) => fromOperations),
      '',
    ),
    group('Investing activities'),
    row(
      'Capital expenditures',
      flow(({ investing }) => investing.capitalExpenditure),
    ),
    row(
      'Proceeds from disposals of property',
      flow(({ investing }) => investing.disposals),
    ),
    row(
      'Acquisition, net of cash acquired',
      flow(({ investing }) => investing.acquisition),
    ),
    total(
      'Net cash used in investing activities',
      flow(({ fromInvesting }) => fromInvesting),
      '',
    ),
    group('Financing activities'),
    row(
      'Issuance of senior notes',
      flow(({ financing }) => financing.notes),
    ),
    row(
      'Repayments of term loan',
      flow(({ financing }) => financing.termLoan),
    ),
    row(
      'Net change in revolving credit facility',
      flow(({ financing }) => financing.revolver),
    ),
    row(
      'Dividends paid',
      flow(({ financing }) => financing.dividends),
    ),
    row(
      'Dividends paid to noncontrolling interest',
      flow(({ financing }) => financing.minorityDividends),
    ),
    row(
      'Repurchases of common stock',
      flow(({ financing }) => financing.repurchases),
    ),
    row(
      'Proceeds from stock options',
      flow(({ financing }) => financing.options),
    ),
    total(
      'Net cash used in financing activities',
      flow(({ fromFinancing }) => fromFinancing),
      '',
    ),
    row(
      'Effect of exchange rates on cash',
      flow(({ exchange }) => exchange),
      0,
    ),
    total(
      'Net increase in cash and cash equivalents',
      flow((flows) => flows.change),
      '',
    ),
    row(
      'Cash and cash equivalents, beginning of period',
      periods.map(({ opening }) => opening.cash),
      0,
    ),
    total(
      'Cash and cash equivalents, end of period',
      periods.map(({ closing }) => closing.cash),
    ),
  ];
}

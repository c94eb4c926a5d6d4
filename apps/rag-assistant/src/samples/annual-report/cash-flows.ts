import type { FiscalYear } from '../company/model.ts';
import type { Block, Row } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { over } from './amounts.ts';
import { THREE, YEARS_ENDED } from './years.ts';

export function cashFlows(): Block {
  return figures({ caption: 'In millions', isDense: true, ...YEARS_ENDED, rows: cashFlowRows(THREE) });
}

/** Rows of a statement of cash flows, with a column for each period. */
export function cashFlowRows(periods: readonly Pick<FiscalYear, 'cashFlows' | 'opening' | 'closing'>[]): Row[] {
  const each = over(periods);
  const flows = over(periods.map(({ cashFlows }) => cashFlows));
  return [
    group('Operating activities'),
    flows.money('Net earnings', ({ operating }) => operating.net),
    flows.row('Depreciation', ({ operating }) => operating.depreciation),
    flows.row('Amortization', ({ operating }) => operating.amortization),
    flows.row('Stock-based compensation', ({ operating }) => operating.stockCompensation),
    flows.row('Deferred income taxes', ({ operating }) => operating.deferredTax),
    flows.row('Pension cost less contributions', ({ operating }) => operating.pension),
    group('Changes in operating assets and liabilities, net of acquisitions'),
    flows.row('Accounts receivable', ({ operating }) => operating.receivables, 2),
    flows.row('Inventories', ({ operating }) => operating.inventories, 2),
    flows.row('Prepaid expenses and other current assets', ({ operating }) => operating.otherCurrent, 2),
    flows.row('Accounts payable', ({ operating }) => operating.payables, 2),
    flows.row('Accrued liabilities', ({ operating }) => operating.accrued, 2),
    flows.row('Contract liabilities', ({ operating }) => operating.contractLiabilities, 2),
    flows.total('Net cash provided by operating activities', ({ fromOperations }) => fromOperations, ''),
    group('Investing activities'),
    flows.row('Capital expenditures', ({ investing }) => investing.capitalExpenditure),
    flows.row('Proceeds from disposals of property', ({ investing }) => investing.disposals),
    flows.row('Acquisition, net of cash acquired', ({ investing }) => investing.acquisition),
    flows.total('Net cash used in investing activities', ({ fromInvesting }) => fromInvesting, ''),
    group('Financing activities'),
    flows.row('Issuance of senior notes', ({ financing }) => financing.notes),
    flows.row('Repayments of term loan', ({ financing }) => financing.termLoan),
    flows.row('Net change in revolving credit facility', ({ financing }) => financing.revolver),
    flows.row('Dividends paid', ({ financing }) => financing.dividends),
    flows.row('Dividends paid to noncontrolling interest', ({ financing }) => financing.minorityDividends),
    flows.row('Repurchases of common stock', ({ financing }) => financing.repurchases),
    flows.row('Proceeds from stock options', ({ financing }) => financing.options),
    flows.total('Net cash used in financing activities', ({ fromFinancing }) => fromFinancing, ''),
    flows.row('Effect of exchange rates on cash', ({ exchange }) => exchange, 0),
    flows.total('Net increase in cash and cash equivalents', (flows) => flows.change, ''),
    each.row('Cash and cash equivalents, beginning of period', ({ opening }) => opening.cash, 0),
    each.total('Cash and cash equivalents, end of period', ({ closing }) => closing.cash),
  ];
}

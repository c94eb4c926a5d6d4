import { accumulatedOther, assetsOf, equityOf, liabilitiesOf } from '../company/model.ts';
import { type Position, totalDebt } from '../company/roll-forward.ts';
import type { Block, Row } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { over } from './amounts.ts';
import { ENDS, TWO_COLUMNS } from './years.ts';

export function balanceSheets(): Block {
  return figures({ caption: 'In millions', isDense: true, ...TWO_COLUMNS, rows: positionRows(ENDS) });
}

/** Rows of a balance sheet, with a column for each position. */
export function positionRows(ends: readonly Position[]): Row[] {
  const dates = over(ends);
  return [
    group('Assets'),
    dates.money('Cash and cash equivalents', ({ cash }) => cash),
    dates.row('Accounts receivable, net', ({ receivables }) => receivables),
    dates.row('Inventories', ({ inventories }) => inventories),
    dates.row('Prepaid expenses and other current assets', (end) => end.otherCurrent + end.hedgeAsset),
    dates.total('Total current assets', (end) => assetsOf(end).current, ''),
    dates.row('Property, plant and equipment, net', ({ property }) => property),
    dates.row('Operating lease right-of-use assets', ({ leases }) => leases),
    dates.row('Goodwill', ({ goodwill }) => goodwill),
    dates.row('Intangible assets, net', ({ intangibles }) => intangibles),
    dates.row('Other assets', ({ otherAssets }) => otherAssets),
    dates.total('Total assets', (end) => assetsOf(end).total),
    group('Liabilities and equity'),
    dates.money('Accounts payable', ({ payables }) => payables),
    dates.row('Accrued liabilities', (end) => liabilitiesOf(end).accrued),
    dates.row('Contract liabilities', ({ contractLiabilities }) => contractLiabilities),
    dates.row('Current portion of long-term debt', (end) => liabilitiesOf(end).currentDebt),
    dates.total('Total current liabilities', (end) => liabilitiesOf(end).current, ''),
    dates.row('Long-term debt', (end) => totalDebt(end.debt) - liabilitiesOf(end).currentDebt),
    dates.row('Operating lease liabilities', ({ leaseLiabilities }) => leaseLiabilities),
    dates.row('Pension liability', ({ obligation, planAssets }) => obligation - planAssets),
    dates.row('Deferred income taxes', ({ deferredTax }) => deferredTax),
    dates.row('Other liabilities', ({ otherLiabilities }) => otherLiabilities),
    dates.total('Total liabilities', (end) => liabilitiesOf(end).total, ''),
    group('Shareholders’ equity'),
    dates.row('Common stock, $0.10 par value; 120.0 shares authorized, 54.0 issued', ({ commonStock }) => commonStock),
    dates.row('Additional paid-in capital', ({ paidIn }) => paidIn),
    dates.row('Retained earnings', ({ retained }) => retained),
    dates.row('Accumulated other comprehensive loss', accumulatedOther),
    dates.row('Treasury stock, at cost', ({ treasury }) => treasury),
    dates.total('Total Brennick shareholders’ equity', (end) => equityOf(end).owners, ''),
    dates.row('Noncontrolling interest', ({ minority }) => minority),
    dates.total('Total equity', (end) => equityOf(end).total, ''),
    dates.total('Total liabilities and equity', (end) => liabilitiesOf(end).total + equityOf(end).total),
  ];
}

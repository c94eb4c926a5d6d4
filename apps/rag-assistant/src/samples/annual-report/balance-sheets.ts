import { accumulatedOther, assetsOf, equityOf, fiscalYear, liabilitiesOf } from '../company/model.ts';
import { type Position, totalDebt } from '../company/roll-forward.ts';
import type { Block, Row } from '../typesetting/blocks.ts';
import { figures, group, money, row, total } from '../typesetting/figures.ts';

export function balanceSheets(): Block {
  const ends = [fiscalYear(2025).closing, fiscalYear(2024).closing];
  return figures({
    caption: 'In millions',
    isDense: true,
    over: 'December 31,',
    columns: ['2025', '2024'],
    label: 34,
    rows: positionRows(ends),
  });
}

/** Rows of a balance sheet, with a column for each position. */
export function positionRows(ends: readonly Position[]): Row[] {
  const at = (pick: (position: Position) => number) => ends.map(pick);
  return [
    group('Assets'),
    money(
      'Cash and cash equivalents',
      at(({ cash }) => cash),
    ),
    row(
      'Accounts receivable, net',
      at(({ receivables }) => receivables),
    ),
    row(
      'Inventories',
      at(({ inventories }) => inventories),
    ),
    row(
      'Prepaid expenses and other current assets',
      at((end) => end.otherCurrent + end.hedgeAsset),
    ),
    total(
      'Total current assets',
      at((end) => assetsOf(end).current),
      '',
    ),
    row(
      'Property, plant and equipment, net',
      at(({ property }) => property),
    ),
    row(
      'Operating lease right-of-use assets',
      at(({ leases }) => leases),
    ),
    row(
      'Goodwill',
      at(({ goodwill }) => goodwill),
    ),
    row(
      'Intangible assets, net',
      at(({ intangibles }) => intangibles),
    ),
    row(
      'Other assets',
      at(({ otherAssets }) => otherAssets),
    ),
    total(
      'Total assets',
      at((end) => assetsOf(end).total),
    ),
    group('Liabilities and equity'),
    money(
      'Accounts payable',
      at(({ payables }) => payables),
    ),
    row(
      'Accrued liabilities',
      at((end) => liabilitiesOf(end).accrued),
    ),
    row(
      'Contract liabilities',
      at(({ contractLiabilities }) => contractLiabilities),
    ),
    row(
      'Current portion of long-term debt',
      at((end) => liabilitiesOf(end).currentDebt),
    ),
    total(
      'Total current liabilities',
      at((end) => liabilitiesOf(end).current),
      '',
    ),
    row(
      'Long-term debt',
      at((end) => totalDebt(end.debt) - liabilitiesOf(end).currentDebt),
    ),
    row(
      'Operating lease liabilities',
      at(({ leaseLiabilities }) => leaseLiabilities),
    ),
    row(
      'Pension liability',
      at(({ obligation, planAssets }) => obligation - planAssets),
    ),
    row(
      'Deferred income taxes',
      at(({ deferredTax }) => deferredTax),
    ),
    row(
      'Other liabilities',
      at(({ otherLiabilities }) => otherLiabilities),
    ),
    total(
      'Total liabilities',
      at((end) => liabilitiesOf(end).total),
      '',
    ),
    group('Shareholders’ equity'),
    row(
      'Common stock, $0.10 par value; 120.0 shares authorized, 54.0 issued',
      at(({ commonStock }) => commonStock),
    ),
    row(
      'Additional paid-in capital',
      at(({ paidIn }) => paidIn),
    ),
    row(
      'Retained earnings',
      at(({ retained }) => retained),
    ),
    row('Accumulated other comprehensive loss', at(accumulatedOther)),
    row(
      'Treasury stock, at cost',
      at(({ treasury }) => treasury),
    ),
    total(
      'Total Brennick shareholders’ equity',
      at((end) => equityOf(end).owners),
      '',
    ),
    row(
      'Noncontrolling interest',
      at(({ minority }) => minority),
    ),
    total(
      'Total equity',
      at((end) => equityOf(end).total),
      '',
    ),
    total(
      'Total liabilities and equity',
      at((end) => liabilitiesOf(end).total + equityOf(end).total),
    ),
  ];
}

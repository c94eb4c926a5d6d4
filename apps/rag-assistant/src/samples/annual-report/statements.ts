import { accumulatedOther, equityOf, fiscalYear } from '../company/model.ts';
import type { Position } from '../company/roll-forward.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { row, total } from './amounts.ts';
import { balanceSheets } from './balance-sheets.ts';
import { cashFlows } from './cash-flows.ts';
import { comprehensiveIncome, operations, otherComprehensive } from './operations.ts';

const SEE_NOTES = 'The accompanying notes are an integral part of these consolidated financial statements.';

/** The consolidated financial statements, each on a page of its own. */
export function statements(): Block[] {
  return [
    ...page('Consolidated Statements of Operations', operations()),
    ...page('Consolidated Statements of Comprehensive Income', comprehensiveIncome()),
    ...page('Consolidated Balance Sheets', balanceSheets()),
    ...page('Consolidated Statements of Cash Flows', cashFlows()),
    ...page('Consolidated Statements of Shareholders’ Equity', equity()),
  ];
}

function page(title: string, table: Block): Block[] {
  return [
    { kind: 'page-break' },
    { kind: 'heading', level: 2, text: title },
    { kind: 'paragraph', text: 'Brennick Industries, Inc. and Subsidiaries', style: 'small' },
    table,
    ...parseMarkup(SEE_NOTES),
  ];
}

function equity(): Block {
  const columns = ['Common stock', 'Paid-in capital', 'Retained earnings', 'AOCI', 'Treasury stock', 'NCI', 'Total'];
  const balance = (label: string, end: Position) =>
    total(label, [
      end.commonStock,
      end.paidIn,
      end.retained,
      accumulatedOther(end),
      end.treasury,
      end.minority,
      equityOf(end).total,
    ]);
  const rows = [2023, 2024, 2025].flatMap((year) => {
    const { operations, facts, dividends, closing, ...rest } = fiscalYear(year as 2023);
    const other = otherComprehensive({ operations, facts, dividends, closing, ...rest });
    return [
      row('Net earnings', [0, 0, operations.attributable, 0, 0, operations.minority, operations.net]),
      row('Other comprehensive income (loss)', [0, 0, 0, other, 0, 0, other]),
      row('Dividends', [0, 0, -dividends, 0, 0, -facts.minorityDividends, -dividends - facts.minorityDividends]),
      row('Stock-based compensation', [0, facts.stockCompensation, 0, 0, 0, 0, facts.stockCompensation]),
      row('Exercise of stock options', [0, facts.optionProceeds, 0, 0, 0, 0, facts.optionProceeds]),
      row('Repurchases of common stock', [0, 0, 0, 0, -facts.repurchases, 0, -facts.repurchases]),
      balance(`Balance at December 31, ${year}`, closing),
    ];
  });
  return figures({
    caption: 'In millions',
    columns,
    label: 30,
    isDense: true,
    rows: [balance('Balance at December 31, 2022', fiscalYear(2022).closing), ...rows],
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block, Manuscript } from '../typesetting/blocks.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { propertiesToSelectedData, sustainability } from './back-matter.ts';
import { business } from './business.ts';
import { discussion } from './discussion.ts';
import { earlierYears, regionReviews } from './earlier-years.ts';
import { lineReviews } from './line-reviews.ts';
import { liquidity } from './liquidity.ts';
import { assetNotes } from './notes-assets.ts';
import { leases, pensions } from './notes-leases-and-pensions.ts';
import { liabilityNotes } from './notes-liabilities.ts';
import { revenueNotes } from './notes-revenue.ts';
import { segmentNotes } from './notes-segments.ts';
import { equityNotes, taxes } from './notes-taxes-and-equity.ts';
import { siteReviews } from './site-reviews.ts';
import { statements } from './statements.ts';

/** Brennick's annual report for 2025, in the manner of a 10-K: every figure follows from `company/`. */
export function annualReport(): Manuscript {
  return {
    title: 'Annual Report 2025',
    author: 'Brennick Industries, Inc.',
    date: '2026-02-20',
    language: 'en',
    style: {
      family: 'Times',
      size: 11,
      accent: '#1f3a5f',
      margin: 78,
      header: 'Brennick Industries, Inc. · Annual Report 2025',
      footer: 'For the fiscal year ended December 31, 2025',
      // As in filings, what is printed counts from the page after the cover.
      pageNumber: String,
      unnumberedPages: 1,
    },
    blocks: [
      {
        kind: 'cover',
        title: 'Annual Report 2025',
        lines: [
          'Brennick Industries, Inc.',
          'For the fiscal year ended December 31, 2025',
          '400 Canal Park Drive, Duluth, Minnesota 55802',
          'Common stock, par value $0.10 per share: New York Stock Exchange, BRNK',
          'Incorporated in Minnesota. On January 31, 2026 there were 47,630 thousand shares of common stock outstanding.',
          'The market value of the shares held by others than affiliates was $3.1 billion on June 30, 2025.',
        ],
      },
      { kind: 'page-break' },
      ...chapter('front-matter.md'),
      ...business(),
      ...chapter('risk-factors.md'),
      ...propertiesToSelectedData(),
      ...discussion(),
      ...liquidity(),
      ...chapter('auditors-report.md'),
      ...statements(),
      ...chapter('note-1.md'),
      ...revenueNotes(),
      ...assetNotes(),
      ...leases(),
      ...liabilityNotes(),
      ...pensions(),
      ...taxes(),
      ...chapter('note-17.md'),
      ...equityNotes(),
      ...segmentNotes(),
      ...chapter('governance.md'),
      ...lineReviews(),
      ...regionReviews(),
      ...siteReviews(),
      ...sustainability(),
      ...earlierYears(),
    ],
  };
}

function chapter(file: string): Block[] {
  return parseMarkup(readFileSync(join(import.meta.dirname, file), 'utf8'));
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPdf } from './drawn-pdf.ts';
import { expectSound } from './invariants.ts';

const FOLDER = join(import.meta.dirname, '../../../../../shared/data/pdf/financebench');
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.pdf')) : [];
const MIN_AMOUNTS = 100;
const FIGURE = /^[$€(]*\d|^[—–-]|%/;

describe.skipIf(files.length === 0)('financial filings (needs the shared data)', () => {
  it.each(files)(
    '%s has sound pages and tables',
    async (name) => {
      const pages = await readPdf(new Uint8Array(readFileSync(join(FOLDER, name))));
      expect(pages.map(({ number }) => number)).toEqual(pages.map((_, i) => i + 1));
      for (const page of pages) expectSound(page);
      const tables = pages.flatMap((page) =>
        page.blocks.filter(({ kind }) => kind === 'table').map((table) => ({ page, rows: table.rows ?? [] })),
      );
      const cells = tables.flatMap(({ page, rows }) =>
        rows.flatMap((row) =>
          row.cells.map((cell) => ({ ...cell, label: row.label, text: page.text.slice(cell.start, cell.end) })),
        ),
      );
      const amounts = cells.filter(({ text }) => FIGURE.test(text));
      // A figure says nothing without what it is a figure of. Letters and votes have few tables to tell from.
      if (amounts.length < MIN_AMOUNTS) return;
      const named = amounts.filter(({ label }) => label !== '').length;
      const headed = amounts.filter(({ column }) => column !== '').length;
      const crowded = amounts.filter(({ text }) => /\d\)?%? \$?\(?\d{2}/.test(text)).length;
      expect(named).toBeGreaterThanOrEqual(0.9 * amounts.length);
      expect(headed).toBeGreaterThanOrEqual(0.8 * amounts.length);
      expect(crowded).toBeLessThanOrEqual(0.01 * amounts.length);
    },
    60_000,
  );
});

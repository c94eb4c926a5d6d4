import { describe, expect, it } from 'vitest';
import { type Canvas, drawn, figures, outline, put, putLines, putRight, textOf } from './drawn-pdf.ts';
import { expectSound } from './invariants.ts';

/** Rows of a label, set in from the margin by levels, and figures that end at the places given. */
function putRows(canvas: Canvas, rows: readonly (readonly string[])[], rights: readonly number[], top: number): number {
  rows.forEach(([label = '', ...values], i) => {
    const y = top + 14 * i;
    put(canvas, label.trimStart(), 72 + 3 * (label.length - label.trimStart().length), y);
    values.forEach((value, column) => {
      if (value.startsWith('$')) put(canvas, '$', rights[column]! - 55, y);
      const figure = value.replace(/^\$/, '');
      // Closing brackets hang over the edge, as accountants like them.
      if (figure !== '') putRight(canvas, figure, rights[column]! + (figure.endsWith(')') ? 3.3 : 0), y);
    });
  });
  return top + 14 * rows.length;
}

function putHeader(canvas: Canvas, texts: readonly string[], rights: readonly number[], y: number): void {
  for (const [i, text] of texts.entries()) putRight(canvas, text, rights[i]!, y);
}

const RIGHTS = [380, 460, 540];

describe('tables of PDFs', () => {
  it('keep labels, groups and headers with figures, without a line drawn', async () => {
    const [page] = await drawn((canvas) => {
      canvas.font('Helvetica-Bold');
      put(canvas, '(In millions, except per share data)', 200, 80);
      put(canvas, 'Years Ended', 405, 100);
      putHeader(canvas, ['Dec. 2, 2022', 'Dec. 3, 2021', 'Nov. 27, 2020'], RIGHTS, 114);
      canvas.font('Helvetica');
      putRows(
        canvas,
        [
          ['Revenue:'],
          ['    Subscription', '$16,388', '$14,573', '$11,626'],
          ['    Services and other', '686', '—', '735'],
          ['        Total revenue', '17,074', '14,573', '12,361'],
          ['Operating expenses:'],
          ['    Research', '(2,987)', '(2,540)', '(2,188)'],
          ['Net income per share', '$10.13', '$10.10', '$10.94'],
        ],
        RIGHTS,
        132,
      );
    });
    expectSound(page!);
    expect(outline(page!)).toEqual([
      [
        'table: (In millions, except per share data)',
        'Years Ended Dec. 2, 2022 | Years Ended Dec. 3, 2021 | Years Ended Nov. 27, 2020',
        'Revenue:',
        'Subscription | $16,388 | $14,573 | $11,626',
        'Services and other | 686 | — | 735',
        'Total revenue | 17,074 | 14,573 | 12,361',
        'Operating expenses:',
        'Research | (2,987) | (2,540) | (2,188)',
        'Net income per share | $10.13 | $10.10 | $10.94',
      ].join('\n'),
    ]);
    const [table] = page!.blocks;
    expect(table!.caption).toBe('In millions, except per share data');
    expect(table!.rows!.map(({ label }) => label)).toEqual([
      'Revenue',
      'Revenue: Subscription',
      'Revenue: Services and other',
      'Total revenue',
      'Operating expenses',
      'Operating expenses: Research',
      'Net income per share',
    ]);
    expect(figures(page!, table!)[1]).toEqual([
      'Revenue: Subscription',
      {
        'Years Ended Dec. 2, 2022': '$16,388',
        'Years Ended Dec. 3, 2021': '$14,573',
        'Years Ended Nov. 27, 2020': '$11,626',
      },
    ]);
    const [line] = table!.lines.slice(3);
    expect(textOf(page!, line!)).toBe('Subscription | $16,388 | $14,573 | $11,626');
    expect(line!.box!.x).toBeCloseTo(84, 0);
    expect(line!.box!.x + line!.box!.width).toBeCloseTo(540, 0);
  });

  it('give a header to all columns that its rule or its place spans', async () => {
    const rights = [300, 380, 460, 540];
    const [page] = await drawn((canvas) => {
      canvas.font('Helvetica-Bold');
      put(canvas, 'Fair value', 285, 80);
      canvas.rect(250, 94, 130, 0.7).fill('black');
      put(canvas, 'Book value', 445, 80);
      canvas.rect(410, 94, 130, 0.7).fill('black');
      put(canvas, '($ in millions)', 72, 98);
      putHeader(canvas, ['2023', '2022', '2023', '2022'], rights, 98);
      canvas.font('Helvetica');
      putRows(
        canvas,
        [
          ['Bonds', '10', '8', '11', '9'],
          ['Shares', '4', '5', '4', '4'],
        ],
        rights,
        114,
      );
    });
    const [table] = page!.blocks;
    expect(table!.caption).toBe('$ in millions');
    expect(figures(page!, table!)).toEqual([
      ['Bonds', { 'Fair value 2023': '10', 'Fair value 2022': '8', 'Book value 2023': '11', 'Book value 2022': '9' }],
      ['Shares', { 'Fair value 2023': '4', 'Fair value 2022': '5', 'Book value 2023': '4', 'Book value 2022': '4' }],
    ]);
  });

  it('join labels and headers of several lines', async () => {
    const [page] = await drawn((canvas) => {
      putHeader(canvas, ['Weighted', 'Average'], [460, 540], 80);
      putHeader(canvas, ['average price', 'term (years)'], [460, 540], 92);
      putRows(canvas, [['Options outstanding', '$41.50', '2.5']], [460, 540], 112);
      putLines(
        canvas,
        ['Options that employees of companies that were', 'acquired in the course of the year hold'],
        72,
        128,
      );
      putHeader(canvas, ['12.00', '1.0'], [460, 540], 140);
      putRows(canvas, [['Options exercised', '38.20', '—']], [460, 540], 156);
    });
    const [table] = page!.blocks;
    expect(figures(page!, table!)).toEqual([
      ['Options outstanding', { 'Weighted average price': '$41.50', 'Average term (years)': '2.5' }],
      [
        'Options that employees of companies that were acquired in the course of the year hold',
        { 'Weighted average price': '12.00', 'Average term (years)': '1.0' },
      ],
      ['Options exercised', { 'Weighted average price': '38.20', 'Average term (years)': '—' }],
    ]);
  });

  it('leave empty cells empty, and percent signs with their figures', async () => {
    const [page] = await drawn((canvas) => {
      putHeader(canvas, ['2025', '2024', 'Cambio'], RIGHTS, 80);
      putRows(
        canvas,
        [
          ['Ingresos', '1.250,5', '1.100,0', '13,7'],
          ['Año anterior', '', '980,0', ''],
          ['Margen', '12', '11', '(8)'],
        ],
        RIGHTS,
        96,
      );
      for (const y of [96, 124]) put(canvas, '%', 545, y);
    });
    expect(outline(page!)).toEqual([
      'table: 2025 | 2024 | Cambio\nIngresos | 1.250,5 | 1.100,0 | 13,7%\nAño anterior |  | 980,0 |\nMargen | 12 | 11 | (8)%',
    ]);
    expectSound(page!);
  });

  it('of words keep their columns, with cells of several lines', async () => {
    const [page] = await drawn((canvas) => {
      canvas.font('Helvetica-Bold');
      put(canvas, 'Expense', 72, 80);
      put(canvas, 'Limit', 200, 80);
      put(canvas, 'Approved by', 380, 80);
      canvas.font('Helvetica');
      put(canvas, 'Meals', 72, 100);
      putLines(canvas, ['what is usual at the place,', 'without alcohol'], 200, 100);
      put(canvas, 'team lead', 380, 100);
      put(canvas, 'Hotels', 72, 132);
      put(canvas, 'four stars', 200, 132);
      put(canvas, 'team lead', 380, 132);
      put(canvas, 'Flights', 72, 152);
      put(canvas, 'economy class', 200, 152);
      put(canvas, 'finance', 380, 152);
    });
    const [table] = page!.blocks;
    expect(figures(page!, table!)).toEqual([
      ['Meals', { Limit: 'what is usual at the place, without alcohol', 'Approved by': 'team lead' }],
      ['Hotels', { Limit: 'four stars', 'Approved by': 'team lead' }],
      ['Flights', { Limit: 'economy class', 'Approved by': 'finance' }],
    ]);
    expectSound(page!);
  });

  it('that go on over a page take their headers along', async () => {
    const rows = (from: number) =>
      Array.from({ length: 8 }, (_, i) => [`Shop ${from + i}`, `${from + i},000`, `${from + i}%`]);
    const pages = await drawn((canvas) => {
      putHeader(canvas, ['Sales', 'Change'], [460, 540], 680);
      putRows(canvas, rows(11), [460, 540], 696);
      canvas.addPage();
      putRows(canvas, rows(19), [460, 540], 60);
    });
    const [table] = pages[1]!.blocks;
    expect(figures(pages[1]!, table!)[0]).toEqual(['Shop 19', { Sales: '19,000', Change: '19%' }]);
    expect(pages[1]!.text.startsWith('Shop 19 | 19,000 | 19%\n')).toBe(true);
  });

  it('are not made of lists, clauses or sentences with numbers', async () => {
    const [page] = await drawn((canvas) => {
      ['1.', '2.', '3.'].forEach((mark, i) => {
        put(canvas, mark, 72, 100 + 14 * i);
        put(canvas, `Clause number ${i + 1} of this contract, from 2024 on`, 100, 100 + 14 * i);
      });
      putLines(
        canvas,
        ['Sales rose by 12% to $ 1,234 million in 2024 and', 'by 3% to $ 1,271 million in the year after that.'],
        72,
        160,
      );
    });
    expect(page!.blocks.map(({ kind }) => kind)).toEqual(['list-item', 'list-item', 'list-item', 'paragraph']);
  });

  it('keep marks of footnotes out of their figures', async () => {
    const raise = (canvas: Canvas, text: string, x: number, y: number) => {
      canvas.fontSize(6);
      put(canvas, text, x, y);
      canvas.fontSize(10);
    };
    const [page] = await drawn((canvas) => {
      putHeader(canvas, ['2023', '2022', '2021'], RIGHTS, 100);
      raise(canvas, '1', RIGHTS[0]!, 99);
      putRows(
        canvas,
        [
          ['Revenue', '1,234', '1,100', '1,050'],
          ['Margin', '12%', '11%', '10%'],
        ],
        RIGHTS,
        120,
      );
      raise(canvas, '2', RIGHTS[0]!, 119);
      raise(canvas, '2,3', RIGHTS[1]!, 133);
      raise(canvas, '4', RIGHTS[2]! + 5, 133);
      put(canvas, 'The shop has 50 m', 72, 300);
      raise(canvas, '2', 72 + canvas.widthOfString('The shop has 50 m'), 299);
      put(canvas, 'of room, and 1', 170, 300);
      const end = 170 + canvas.widthOfString('of room, and 1');
      raise(canvas, '1', end, 299);
      put(canvas, '/2 floors.', end + 3.4, 300);
    });
    expect(figures(page!, page!.blocks[0]!)).toEqual([
      ['Revenue', { '2023¹': '1,234²', '2022': '1,100', '2021': '1,050' }],
      ['Margin', { '2023¹': '12%', '2022': '11%²,³', '2021': '10%⁴' }],
    ]);
    expect(outline(page!).at(-1)).toBe('paragraph: The shop has 50 m² of room, and 1 1/2 floors.');
    expectSound(page!);
  });
});

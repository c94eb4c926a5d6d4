import { describe, expect, it } from 'vitest';
import { type Canvas, drawn, outline, put, putLines, putRight } from './drawn-pdf.ts';
import { expectSound } from './invariants.ts';

const LEFT = [
  'Every department plans its own budget',
  'in October. What is not planned needs a',
  'signature of the finance director, who',
  'answers within a week. Travel is planned',
  'for each quarter, with a reserve of ten',
  'per cent that may be used freely.',
];
const RIGHT = [
  'Receipts are sent in with the form that',
  'lies on the intranet, before the fifth of',
  'the next month. Later ones are paid with',
  'the salary after that. Receipts in other',
  'languages need a line that says in short',
  'what was bought and from whom.',
];

function putColumns(canvas: Canvas, top: number, shift = 0): void {
  putLines(canvas, LEFT, 72, top);
  putLines(canvas, RIGHT, 310, top + shift);
}

describe('reading order of PDFs', () => {
  it('goes down each column, on one grid of lines or not', async () => {
    for (const shift of [0, 5]) {
      const [page] = await drawn((canvas) => putColumns(canvas, 100, shift));
      expect(outline(page!)).toEqual([`paragraph: ${LEFT.join(' ')}`, `paragraph: ${RIGHT.join(' ')}`]);
      expectSound(page!);
    }
  });

  it('reads what stands over and under columns before and after them', async () => {
    const wide = 'A line over both columns, which is as wide as the page and says what they are about together.';
    const [page] = await drawn((canvas) => {
      put(canvas, wide, 72, 60);
      putColumns(canvas, 100);
      put(canvas, wide, 72, 200);
    });
    expect(outline(page!).map((block) => block.slice(0, 24))).toEqual([
      'paragraph: A line over b',
      'paragraph: Every departm',
      'paragraph: Receipts are ',
      'paragraph: A line over b',
    ]);
  });

  it.each([
    ['all figures on the right', ['Hotels', 'Trains', 'Meals', 'Other'], false],
    ['figures on both sides', ['Hotels', 'Trains', 'Meals', 'Other'], true],
    ['labels as long as lines', ['Provisions for bad and doubtful debts', 'Trains', 'Meals', 'Other'], false],
  ])('keeps a table together that stands between columns, over both: %s', async (_, labels, hasShares) => {
    const [page] = await drawn((canvas) => {
      putColumns(canvas, 100);
      for (const [i, year] of ['2023', '2022'].entries()) putRight(canvas, year, 420 + 100 * i, 190);
      for (const [i, label] of labels.entries()) {
        const y = 206 + 14 * i;
        put(canvas, label, 72, y);
        if (hasShares) putRight(canvas, `${i + 3}%`, 280, y);
        putRight(canvas, `${i + 1},234`, 420, y);
        putRight(canvas, `${i + 2},345`, 520, y);
      }
      putColumns(canvas, 290);
    });
    const columns = [`paragraph: ${LEFT.join(' ')}`, `paragraph: ${RIGHT.join(' ')}`];
    const rows = labels.map((label, i) =>
      [label, ...(hasShares ? [`${i + 3}%`] : []), `${i + 1},234`, `${i + 2},345`].join(' | '),
    );
    const header = hasShares ? ' | 2023 | 2022' : '2023 | 2022';
    expect(outline(page!)).toEqual([...columns, `table: ${[header, ...rows].join('\n')}`, ...columns]);
    expectSound(page!);
  });

  it.each([
    ['on the left', 0],
    ['on the right', 5],
  ])('goes down each column where one of them has a table: %s', async (side, shift) => {
    const isLeft = side === 'on the left';
    const [page] = await drawn((canvas) => {
      putColumns(canvas, 100);
      const x = isLeft ? 72 : 310;
      for (const [i, label] of ['Hotels', 'Trains', 'Meals'].entries()) {
        const y = 184 + 12 * i;
        put(canvas, label, x, y);
        putRight(canvas, `${i + 1},234`, x + 110, y);
        putRight(canvas, `${i + 2},345`, x + 170, y);
      }
      putLines(canvas, isLeft ? RIGHT : LEFT, isLeft ? 310 : 72, 172 + shift);
      putColumns(canvas, 256);
    });
    const table = ['Hotels | 1,234 | 2,345', 'Trains | 2,234 | 3,345', 'Meals | 3,234 | 4,345'];
    const columns = isLeft ? [...LEFT, ...table, ...LEFT, ...RIGHT, ...RIGHT, ...RIGHT] : [...LEFT, ...LEFT, ...LEFT];
    if (!isLeft) columns.push(...RIGHT, ...table, ...RIGHT);
    expect(page!.text.replace(/\n+/g, ' ')).toBe(columns.join(' '));
    expect(page!.blocks.filter(({ kind }) => kind === 'table')).toHaveLength(1);
    expectSound(page!);
  });

  it('keeps two tables apart that stand beside each other in columns', async () => {
    const paragraphs = (canvas: Canvas, top: number) => {
      for (const i of [0, 1]) putColumns(canvas, top + 72 * i);
    };
    const [page] = await drawn((canvas) => {
      paragraphs(canvas, 100);
      for (const [i, label] of ['Hotels', 'Trains'].entries()) {
        for (const x of [72, 310]) {
          put(canvas, label, x, 256 + 12 * i);
          putRight(canvas, `${i + 1},234`, x + 110, 256 + 12 * i);
          putRight(canvas, `${x},345`, x + 170, 256 + 12 * i);
        }
      }
      paragraphs(canvas, 292);
    });
    const tables = page!.blocks
      .filter(({ kind }) => kind === 'table')
      .map(({ rows }) => rows!.map(({ label }) => label));
    expect(tables).toEqual([
      ['Hotels', 'Trains'],
      ['Hotels', 'Trains'],
    ]);
    expect(page!.text.indexOf('72,345')).toBeLessThan(page!.text.indexOf(RIGHT[0]!));
  });

  it('does not depend on the order of drawing', async () => {
    const [page] = await drawn((canvas) => {
      putLines(canvas, RIGHT, 310, 100);
      for (const [i, line] of [...LEFT.entries()].reverse()) put(canvas, line, 72, 100 + 12 * i);
    });
    expect(page!.text).toBe(`${LEFT.join(' ')}\n\n${RIGHT.join(' ')}`);
  });

  it('reads text that runs upwards, with its boxes on the page', async () => {
    const [page] = await drawn((canvas) => {
      canvas.rotate(-90, { origin: [100, 600] });
      putLines(canvas, LEFT, 100, 600);
    });
    expect(page!.text).toBe(LEFT.join(' '));
    const { box } = page!.blocks[0]!.lines[0]!;
    expect(box!.height).toBeGreaterThan(100);
    expect(box!.width).toBeLessThan(14);
    expect(box!.x).toBeGreaterThan(95);
    expect(box!.x + box!.width).toBeLessThan(115);
    expect(box!.y + box!.height).toBeCloseTo(600, 0);
  });

  it('leaves a table of contents its lines', async () => {
    const entries: [string, number][] = [
      ['Working time', 3],
      ['Holidays', 7],
      ['Expenses', 12],
      ['Leaving the company', 18],
    ];
    const [page] = await drawn((canvas) => {
      entries.forEach(([title, number], i) => {
        put(canvas, `${title} ${'.'.repeat(60)} ${number}`, 72, 100 + 14 * i);
      });
    });
    expect(outline(page!)).toEqual([`paragraph: ${entries.map(([title, number]) => `${title} ${number}`).join('\n')}`]);
    expectSound(page!);
  });
});

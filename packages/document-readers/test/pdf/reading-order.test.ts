import { describe, expect, it } from 'vitest';
import { type Canvas, drawn, outline, put, putLines } from './drawn-pdf.ts';
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

import type { DocumentPage, TextSpan } from '@pareto/contracts';
import { expect } from 'vitest';

/** What chunking and citations rely on. */
export function expectSound(page: DocumentPage): void {
  let at = 0;
  page.blocks.forEach((block, i) => {
    expect(page.text.slice(at, block.start)).toBe(i === 0 ? '' : '\n\n');
    expect(block.end).toBeGreaterThan(block.start);
    expect(block.lines[0]?.start).toBe(block.start);
    expect(block.lines.at(-1)?.end).toBe(block.end);
    expectWithin(block.lines, block);
    for (const line of block.lines) {
      expect(page.text.slice(line.start, line.end)).not.toMatch(/\n/);
      expect(Object.values(line.box ?? {}).every(Number.isFinite)).toBe(true);
      expect(line.box!.width).toBeGreaterThanOrEqual(0);
      expect(line.box!.height).toBeGreaterThan(0);
    }
    for (const row of block.rows ?? []) {
      expectWithin([row], block);
      expectWithin(row.cells, row);
      for (const cell of row.cells) expect(page.text.slice(cell.start, cell.end).trim()).not.toBe('');
    }
    at = block.end;
  });
  expect(at).toBe(page.text.length);
  expect(page.text.isWellFormed()).toBe(true);
}

function expectWithin(spans: readonly TextSpan[], outer: TextSpan): void {
  let at = outer.start;
  for (const { start, end } of spans) {
    expect(start).toBeGreaterThanOrEqual(at);
    expect(end).toBeGreaterThanOrEqual(start);
    at = end;
  }
  expect(at).toBeLessThanOrEqual(outer.end);
}

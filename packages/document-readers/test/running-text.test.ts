import { describe, expect, it } from 'vitest';
import type { Row } from '../src/pdf/rows.ts';
import { edgesOf, withoutRunningText } from '../src/pdf/running-text.ts';

/** Rows of 10 points, by their place from the top. */
function page(rows: readonly [y: number, text: string][]): Row[] {
  return rows.map(([y, text]) => ({ y, size: 10, phrases: [{ text }] }) as unknown as Row);
}

function textsOf(pages: readonly Row[][]): string[][] {
  const edges = new Map(pages.map((rows, i) => [i + 1, edgesOf(rows)]));
  return pages.map((rows, i) => withoutRunningText(rows, i + 1, edges).map(({ phrases }) => phrases[0]!.text));
}

describe('running text', () => {
  it('is left out at both edges', () => {
    const pages = ['first', 'second', 'third'].map((text, i) =>
      page([
        [40, 'Annual report'],
        [90, `The ${text} page.`],
        [800, `Page ${i + 1}`],
      ]),
    );
    expect(textsOf(pages)).toEqual([['The first page.'], ['The second page.'], ['The third page.']]);
  });

  it('is not all that a page has', () => {
    const labels = [1, 2, 3].map((i) => page([[72, `Shelf number ${i} of the archive.`]]));
    expect(textsOf(labels)).toEqual(labels.map(([row]) => [row!.phrases[0]!.text]));
  });
});

import type { DocumentPage, PageBlock, TableRow, TextLine } from '@pareto/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkPages, type PageChunk, PageChunker } from '../src/index.ts';

const countTokens = (text: string) => (text.match(/[\p{L}\p{N}]{1,6}|[^\s\p{L}\p{N}]/gu) ?? []).length;

type Source =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph' | 'list-item'; text: string }
  | {
      kind: 'table';
      caption?: string;
      columns: readonly string[];
      rows: readonly (readonly string[])[];
      group?: string;
    };

/** A page whose blocks stand one below the other. */
function pageOf(number: number, sources: readonly Source[]): DocumentPage {
  let text = '';
  const blocks: PageBlock[] = sources.map((source) => {
    if (text !== '') text += '\n\n';
    const start = text.length;
    if (source.kind !== 'table') {
      text += source.text;
      const level = source.kind === 'heading' ? source.level : undefined;
      return { kind: source.kind, level, start, end: text.length, lines: [{ start, end: text.length }] };
    }
    const lines: TextLine[] = [];
    const rows: TableRow[] = [];
    for (const cells of [['', ...source.columns], ...source.rows]) {
      if (lines.length > 0) text += '\n';
      const from = text.length;
      text += cells.filter(Boolean).join(' | ');
      lines.push({ start: from, end: text.length });
      if (lines.length === 1) continue;
      const figures = cells.slice(1).map((_, i) => ({ start: from, end: text.length, column: source.columns[i]! }));
      const label = source.group ? `${source.group}: ${cells[0]}` : cells[0]!;
      rows.push({ start: from, end: text.length, label, cells: figures });
    }
    return { kind: 'table', start, end: text.length, lines, rows, caption: source.caption };
  });
  return { number, width: 0, height: 0, text, blocks, concealed: [] };
}

const words = (count: number, word = 'word') => Array.from({ length: count }, (_, i) => `${word}${i}`).join(' ');

describe('chunkPages', () => {
  const source: fc.Arbitrary<Source> = fc.oneof(
    fc.record({
      kind: fc.constant('heading' as const),
      level: fc.integer({ min: 1, max: 3 }),
      text: fc.constantFrom('Part I', 'Item 7. Discussion', 'Liquidity'),
    }),
    fc.record({
      kind: fc.constantFrom('paragraph' as const, 'list-item' as const),
      text: fc.constantFrom('One sentence. Another one, longer than the first.', words(90), '¿Qué? Sí. 👩‍👩‍👧 é', 'x'),
    }),
    fc.record({
      kind: fc.constant('table' as const),
      columns: fc.constant(['2022', '2021']),
      rows: fc.array(fc.constant(['Total current assets', '8,996', '8,669']), { minLength: 1, maxLength: 30 }),
    }),
  );
  const pages = fc
    .array(fc.array(source, { maxLength: 8 }), { maxLength: 4 })
    .map((list) => list.map((sources, i) => pageOf(i + 1, sources)));

  it('gives exact offsets on one page each, within the limit, leaving out nothing but white space', async () => {
    await fc.assert(
      fc.asyncProperty(pages, fc.integer({ min: 12, max: 80 }), async (list, maxTokens) => {
        const chunks = await Array.fromAsync(chunkPages(list, { maxTokens, countTokens }));
        for (const { number, text } of list) {
          let end = 0;
          for (const chunk of chunks.filter(({ page }) => page === number)) {
            expect(chunk.text).toBe(text.slice(chunk.start, chunk.end));
            expect(text.slice(end, chunk.start).trim()).toBe('');
            expect(countTokens(chunk.text)).toBe(chunk.tokens);
            expect(chunk.tokens).toBeLessThanOrEqual(maxTokens);
            end = chunk.end;
          }
          expect(text.slice(end).trim()).toBe('');
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('PageChunker', () => {
  const cut = (list: readonly (readonly Source[])[], maxTokens = 40): PageChunk[] => {
    const chunker = new PageChunker({ maxTokens, countTokens });
    return list.flatMap((sources, i) => chunker.chunk(pageOf(i + 1, sources)));
  };

  it('keeps headings over pages until one of their rank comes', () => {
    const chunks = cut([
      [
        { kind: 'heading', level: 1, text: 'Part I' },
        { kind: 'heading', level: 2, text: 'Business' },
        { kind: 'paragraph', text: words(8) },
      ],
      [{ kind: 'paragraph', text: words(8) }],
      [
        { kind: 'heading', level: 1, text: 'Part II' },
        { kind: 'paragraph', text: words(8) },
      ],
    ]);
    expect(chunks.map(({ page, headings }) => [page, headings])).toEqual([
      [1, ['Part I', 'Business']],
      [2, ['Part I', 'Business']],
      [3, ['Part II']],
    ]);
    expect(chunks[0]!.text).toBe(`Part I\n\nBusiness\n\n${words(8)}`);
  });

  it('leaves no heading behind at the end of the passage before', () => {
    const chunks = cut([
      [
        { kind: 'paragraph', text: words(12) },
        { kind: 'heading', level: 2, text: 'Liquidity' },
        { kind: 'paragraph', text: words(15) },
      ],
    ]);
    expect(chunks.map(({ text }) => text.split('\n')[0])).toEqual([words(12), 'Liquidity']);
  });

  it('cuts a table between rows and says of each part what its rows mean', () => {
    const rows = Array.from({ length: 12 }, (_, i) => [`Line ${i}`, '1,000', '2,000']);
    const chunks = cut([
      [{ kind: 'table', caption: 'In millions', columns: ['2022', '2021'], rows, group: 'Revenue' }],
    ]);
    expect(chunks.length).toBeGreaterThan(2);
    for (const { text, context } of chunks) {
      expect(context).toBe('In millions — 2022 | 2021 — Revenue');
      for (const line of text.split('\n')) expect(line).toMatch(/^(2022 \| 2021|Line \d+ \| 1,000 \| 2,000)$/);
    }
  });

  it('has nothing to say of an empty page', () => {
    expect(cut([[]])).toEqual([]);
  });
});

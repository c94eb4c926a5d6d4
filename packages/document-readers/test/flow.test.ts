import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowBlock } from '../src/flow/flow-block.ts';
import { PAGE_CHARACTERS, paginate } from '../src/flow/paginate.ts';
import { textFlow } from '../src/text/text-flow.ts';

const paragraph = (length: number): FlowBlock => ({ kind: 'paragraph', text: 'word '.repeat(length / 5).trim() });
const heading = (text: string): FlowBlock => ({ kind: 'heading', level: 1, text });

describe('paginate', () => {
  it('gives blocks their places, a blank line between them', () => {
    const [page] = paginate([heading('Title'), { kind: 'list-item', text: 'one\ntwo' }]);
    expect(page).toMatchObject({ number: 1, width: 0, height: 0, text: 'Title\n\none\ntwo' });
    expect(page!.blocks).toEqual([
      { kind: 'heading', level: 1, start: 0, end: 5, lines: [{ start: 0, end: 5 }] },
      {
        kind: 'list-item',
        level: undefined,
        start: 7,
        end: 14,
        lines: [
          { start: 7, end: 10 },
          { start: 11, end: 14 },
        ],
      },
    ]);
  });

  it('writes rows of tables with their labels, groups and columns', () => {
    const rows = [
      ['Revenue', '', ''],
      ['Cloud', '1', '2'],
      ['', '3', '4'],
    ];
    const columns = ['', '2023', '2022'];
    const [{ text, blocks } = { text: '', blocks: [] }] = paginate([
      { kind: 'table', caption: 'EUR', header: [['', '2023', '2022']], columns, rows },
    ]);
    expect(text).toBe(' | 2023 | 2022\nRevenue |  | \nCloud | 1 | 2\n | 3 | 4');
    expect(blocks[0]).toMatchObject({ kind: 'table', caption: 'EUR', lines: { length: 4 } });
    const written = blocks[0]!.rows!.map(({ label, cells }) => {
      return [label, ...cells.map(({ start, end, column }) => `${column}=${text.slice(start, end)}`)];
    });
    expect(written).toEqual([
      ['Revenue', '=Revenue'],
      ['Revenue: Cloud', '=Cloud', '2023=1', '2022=2'],
      ['Revenue', '2023=3', '2022=4'],
    ]);
  });

  it('begins a page before a heading, and never ends one with a heading', () => {
    const pages = paginate([paragraph(1_600), heading('A'), paragraph(2_000), heading('B'), paragraph(2_500)]);
    expect(pages.map(({ blocks }) => blocks.map(({ kind }) => kind))).toEqual([
      ['paragraph'],
      ['heading', 'paragraph'],
      ['heading', 'paragraph'],
    ]);
  });

  it('cuts long paragraphs behind sentences and long tables between rows, under their header again', () => {
    const sentences = 'A sentence of some words. '.repeat(400).trim();
    const rows = Array.from({ length: 300 }, (_, i) => [`row ${i}`, 'value '.repeat(4).trim()]);
    const pages = paginate([
      { kind: 'paragraph', text: sentences },
      { kind: 'table', header: [['name', 'value']], columns: ['name', 'value'], rows },
    ]);
    expect(pages.every(({ text }) => text.length <= PAGE_CHARACTERS + 2)).toBe(true);
    const blocks = pages.flatMap((page) => page.blocks.map((block) => ({ block, text: page.text })));
    const cut = blocks.filter(({ block }) => block.kind === 'paragraph');
    expect(cut.map(({ block, text }) => text.slice(block.start, block.end)).join(' ')).toBe(sentences);
    expect(cut.every(({ block, text }) => text[block.end - 1] === '.')).toBe(true);
    const tables = blocks.filter(({ block }) => block.kind === 'table');
    expect(tables.flatMap(({ block }) => block.rows!)).toHaveLength(300);
    expect(tables.every(({ block, text }) => text.slice(block.start).startsWith('name | value\n'))).toBe(true);
  });

  it('loses no character that is not white space, and keeps every span inside the text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5_000 }).map((s) => s.replace(/\r/g, ''));
    const flow = fc.array(
      fc.oneof(
        text.map((t) => ({ kind: 'paragraph' as const, text: t })),
        text.map(heading),
      ),
    );
    fc.assert(
      fc.property(flow, (blocks) => {
        const pages = paginate(blocks);
        const squeeze = (s: string) => s.replace(/\s/g, '');
        const before = squeeze(blocks.map((block) => ('text' in block ? block.text : '')).join(''));
        expect(squeeze(pages.map((page) => page.text).join(''))).toBe(before);
        for (const page of pages) {
          const spans = page.blocks.flatMap((block) => [block, ...block.lines]);
          expect(spans.every(({ start, end }) => start <= end && end <= page.text.length)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('textFlow', () => {
  it('parts paragraphs at empty lines and pages at form feeds', () => {
    const pages = paginate(textFlow('one\r\ntwo  \r\n \r\nthree\f\n\nfour\n').blocks);
    expect(pages.map(({ text }) => text)).toEqual(['one\ntwo\n\nthree', 'four']);
  });

  it('joins words at soft hyphens', () => {
    const [page] = paginate(textFlow('infor\u00ADmación y ges\u00AD\ntión').blocks);
    expect(page!.text).toBe('información y gestión');
  });
});

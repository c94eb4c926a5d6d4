import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chunk, chunkMarkdown, chunkPlainText } from '../src/index.ts';

/** Counts like a word-piece tokenizer: long words are several tokens, marks one each. */
const countTokens = (text: string) => (text.match(/[\p{L}\p{N}]{1,6}|[^\s\p{L}\p{N}]/gu) ?? []).length;
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        '# H',
        '## Sub',
        '```',
        '~~~js',
        'word',
        'Two words. And more!',
        '',
        '| a | b |',
        '- item',
        '---',
        '¿Qué? Sí.',
        '👩‍👩‍👧 é',
        '\ud800',
      ),
      { maxLength: 60 },
    )
    .map((lines) => lines.join('\n')),
  fc.string({ minLength: 200, maxLength: 1_000 }).map((text) => text.replace(/\s/g, 'x')),
);
const chunkers = { chunkMarkdown, chunkPlainText };

describe.each(Object.entries(chunkers))('%s', (_name, chunk) => {
  it('gives exact offsets, within the limit, leaving out nothing but white space', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 60 }), (source, maxTokens) => {
        const chunks = chunk(source, { maxTokens, countTokens });
        let end = 0;
        for (const piece of chunks) {
          expect(piece.text).toBe(source.slice(piece.start, piece.end));
          expect(piece.text.trim()).not.toBe('');
          expect(source.slice(end, piece.start).trim()).toBe('');
          expect(countTokens(piece.text)).toBeLessThanOrEqual(maxTokens);
          expect(piece.tokens).toBe(countTokens(piece.text));
          end = piece.end;
        }
        expect(source.slice(end).trim()).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('never cuts a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 50, maxLength: 300 }), (source) => {
        for (const { text } of chunk(source.replace(/\s/g, '😀'), { maxTokens: 4, countTokens })) {
          expect(text.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it.each([
    ['a megabyte without a space', 'x'.repeat(1_000_000)],
    ['a hundred thousand headings', '# a\n'.repeat(100_000)],
    ['ten thousand opening fences', '```\n'.repeat(10_000)],
    ['a megabyte of white space', ' \n'.repeat(500_000)],
  ])('copes with %s', (_what, source) => {
    const covered = chunk(source, { maxTokens: 200, countTokens }).reduce(
      (sum, { text }) => sum + text.replace(/\s/g, '').length,
      0,
    );
    expect(covered).toBe(source.replace(/\s/g, '').length);
  });
});

describe('chunkMarkdown', () => {
  const chunk = (source: string, maxTokens = 60) => chunkMarkdown(source, { maxTokens, countTokens });
  const paragraph = `${'Some plain words that fill a paragraph. '.repeat(5)}\n`;
  const headings = (chunks: Chunk[]) => chunks.map((piece) => piece.headings.join(' > '));

  it('cuts at headings and keeps the path to each', () => {
    const source = `# Guide\n\n${paragraph}\n## Install\n\n${paragraph}\nSetext\n------\n\n${paragraph}\n# Next\n\n${paragraph}`;
    expect(headings(chunk(source))).toEqual(['Guide', 'Guide > Install', 'Guide > Setext', 'Next']);
  });

  it('takes no heading from a fence, a comment or front matter', () => {
    const source = `---\n# title: x\n---\n\n# Real\n\n~~~sh\n# not a heading\n\`\`\`\n~~~\n\n<!--\n# nor this\n-->\n\n${paragraph}`;
    expect(new Set(headings(chunk(source, 200)))).toEqual(new Set(['', 'Real']));
  });

  it('keeps a code block whole when it fits', () => {
    const code = '```js\nconst a = 1;\n\nconst b = 2;\n\nconst c = 3;\n```';
    const chunks = chunk(`# Code\n\n${paragraph}\n${code}\n\n${paragraph}`, 50);
    expect(chunks.some((piece) => piece.text.includes(code))).toBe(true);
  });

  it('reads a bare heading together with the subsection under it', () => {
    expect(headings(chunk(`# API\n\n## Options\n\n${paragraph}`))).toEqual(['API > Options']);
  });
});

describe('chunkPlainText', () => {
  it('cuts at sentences in Spanish and English', () => {
    const source =
      '¿Qué es un pliego? Es un documento largo y detallado. It lists what is wanted. Nothing else counts.';
    const texts = chunkPlainText(source, { maxTokens: 14, countTokens }).map((piece) => piece.text);
    expect(texts.every((text) => /[.?]$/.test(text))).toBe(true);
  });

  it('gives nothing for nothing', () => {
    expect(chunkPlainText(' \n\t', { maxTokens: 10, countTokens })).toEqual([]);
  });
});

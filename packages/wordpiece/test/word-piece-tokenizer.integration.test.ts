import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPECIAL_TOKENS, WordPieceTokenizer } from '../src/index.ts';

const MINILM = join(process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models'), 'all-minilm-l6-v2');
const hasMiniLm = existsSync(join(MINILM, 'tokenizer.json'));

/** What tokenizers treat each in its own way: kinds of white space, what is dropped, marks, case, cuts, special tokens. */
const PARTS = [
  ...[' ', '\n', '\r\n', '\t', '\v', '\f', '\0', '\u00a0', '\u0085', '\u2003', '\u2028', '\u3000', '\u180e', '\ufeff'],
  ...['\u200b', '\u200d', '\u00ad', '\ufffd', '\ud83d', '\ude00', '\u0301', '\u0323', '\u093f', '\u00e9', '\u01c5'],
  ...[
    '\u03a3',
    '\u03b1',
    '\u0130',
    '\u00df',
    "'",
    '.',
    ',',
    '$',
    '-',
    '\u2014',
    '\u2026',
    '1',
    '42',
    '\u4e2d',
    '\uac00',
  ],
  ...['revenue', 'Unbelievable', 'x'.repeat(101), '😀', '[CLS]', '[sep]', '[MASK', ']', '##ing'],
];
const text = fc.array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ unit: 'binary' })), { maxLength: 30 });

describe.skipIf(!hasMiniLm)('tokens of a text word by word (needs model files)', () => {
  const read = (file: string) => JSON.parse(readFileSync(join(MINILM, file), 'utf8')) as object;
  const whole = hasMiniLm ? new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json')) : undefined;
  const tokenizer = hasMiniLm ? new WordPieceTokenizer(MINILM) : undefined;
  const idsOf = (source: string) => whole!.encode(source).ids;

  it('are those of the text as a whole, the first time and from what was kept', () => {
    fc.assert(
      fc.property(text, (parts) => {
        const source = parts.join('');
        const ids = idsOf(source);
        for (const _ of ['first', 'kept']) {
          expect(tokenizer!.encode(source, ids.length)).toEqual(ids);
          expect(tokenizer!.count(source)).toBe(ids.length - SPECIAL_TOKENS);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are cut to the limit, the end token last', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (parts, maxTokens) => {
        const source = parts.join('');
        const ids = idsOf(source);
        const expected = ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - 1), ids.at(-1)!];
        expect(tokenizer!.encode(source, maxTokens)).toEqual(expected);
      }),
    );
  });

  it('stay right when more words come than are kept', () => {
    const words = Array.from({ length: 40_000 }, (_, i) => `${i}`);
    const text = words.join(' ');
    const count = idsOf(text).length - SPECIAL_TOKENS;
    expect(tokenizer!.count(text)).toBe(count);
    expect(tokenizer!.count(text)).toBe(count);
  });
});

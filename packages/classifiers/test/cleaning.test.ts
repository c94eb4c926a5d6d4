import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanTicket, MAX_CLEAN_CHARACTERS } from '../src/index.ts';

interface Case {
  readonly name: string;
  readonly subject: string;
  readonly body: string;
  readonly text: string;
}

const cases = readFileSync(join(import.meta.dirname, '../golden/cleaning.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

describe('cleanTicket', () => {
  it.each(cases)('$name', ({ subject, body, text }) => {
    expect(cleanTicket({ subject, body })).toBe(text);
  });

  it('takes a body alone', () => {
    expect(cleanTicket({ body: 'It is **broken**.' })).toBe('It is broken.');
  });

  it('gives collapsed text within the limit, whatever comes', () => {
    const parts = [
      '<',
      '>',
      '<p>',
      '</p>',
      '<style>',
      '&lt;',
      '[a](b)',
      '**',
      '`',
      '> ',
      'On x wrote:',
      '-- ',
      '\n',
      'a',
      '@',
      '+34 6',
      '\0',
    ];
    const body = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary' })), { maxLength: 40 });
    fc.assert(
      fc.property(body, (pieces) => {
        const text = cleanTicket({ subject: 'Help', body: pieces.join('') });
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/[^\S\n]{2}|\n\n/);
        expect([...text].length).toBeLessThanOrEqual(MAX_CLEAN_CHARACTERS);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '<style>',
    '[',
    '**a ',
    '<a ',
    '`',
    'a.a@',
    '> ',
    'On a\n',
    '<!--',
    '![a](',
    'http://',
    'AB12 ',
    '+1 ',
    '1-',
    'www.',
  ])('is done with 100,000 characters of %j', (part) => {
    expect(cleanTicket({ body: part.repeat(100_000 / part.length) }).length).toBeLessThanOrEqual(
      2 * MAX_CLEAN_CHARACTERS,
    );
  });
});

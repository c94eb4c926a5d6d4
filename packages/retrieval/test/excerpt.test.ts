import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../src/index.ts';

const options = { language: 'en', maxCharacters: 60 } as const;
const filler = 'Nothing of interest stands in this sentence. '.repeat(20);

describe('excerpt', () => {
  it('begins at the sentence where the words of the query stand together', () => {
    const text = `${filler}A cat. ${filler}The cats chase grey mice. ${filler}`;
    expect(excerpt(text, 'cat chasing mouse mice', options)).toMatch(/^The cats chase grey mice\. /);
  });

  it('is the whole text when that is short, its beginning when nothing matches', () => {
    expect(excerpt('A short text.', 'zebra', options)).toBe('A short text.');
    expect(excerpt(filler, 'zebra', options)).toBe(filler.slice(0, 60).trim());
  });

  it('is a well-formed part of the text, never longer than asked for', () => {
    const text = fc.string({ unit: fc.constantFrom('cat', ' ', '. ', '\n', '😀', 'é'), minLength: 20, maxLength: 80 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (text, maxCharacters) => {
        const part = excerpt(text, 'cats', { language: 'en', maxCharacters });
        expect(part.length).toBeLessThanOrEqual(maxCharacters);
        expect(part.isWellFormed()).toBe(true);
        expect(text).toContain(part);
      }),
    );
  });
});

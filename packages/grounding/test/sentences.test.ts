import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../src/index.ts';

const split = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe('sentencesOf', () => {
  it.each([
    ['decimals', 'Sales were 3.5 million. Costs rose.', ['Sales were 3.5 million.', 'Costs rose.']],
    ['a decimal that is still being written', 'Sales were 3.', ['Sales were 3.']],
    ['a company', 'Acme Inc. sold it. It paid.', ['Acme Inc. sold it.', 'It paid.']],
    ['titles and initials', 'Mr. J. Smith came. Dr. Ruiz left.', ['Mr. J. Smith came.', 'Dr. Ruiz left.']],
    ['a country', 'The U.S. market grew. Europe did not.', ['The U.S. market grew.', 'Europe did not.']],
    ['abbreviations', 'See e.g. Fig. 3 of the plan. Then stop.', ['See e.g. Fig. 3 of the plan.', 'Then stop.']],
    [
      'Spanish',
      '¿Cuánto cuesta? ¡Nada! EE. UU. creció un 3,5 %.',
      ['¿Cuánto cuesta?', '¡Nada!', 'EE. UU. creció un 3,5 %.'],
    ],
    ['quotation marks', 'He said "no." She left.', ['He said "no."', 'She left.']],
    [
      'list items',
      'You need:\n- a badge\n- a laptop\n1. First\n2. Second',
      ['You need:', '- a badge', '- a laptop', '1. First', '2. Second'],
    ],
    ['lines of a paragraph', 'one sentence over\ntwo lines. Another.', ['one sentence over\ntwo lines.', 'Another.']],
    ['blank lines', 'A heading\n\nThen text.', ['A heading', 'Then text.']],
    ['rows of a table', 'Net sales | 5.0 | 4.1\nCosts | 2. | 1.', ['Net sales | 5.0 | 4.1', 'Costs | 2. | 1.']],
    ['nothing', ' \n ', []],
  ])('parts %s', (_, text, sentences) => expect(split(text)).toEqual(sentences));

  it('leaves out nothing but white space, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const spans = sentencesOf(text);
        expect(spans.every(({ start }, i) => start >= (spans[i - 1]?.end ?? 0))).toBe(true);
        expect(split(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

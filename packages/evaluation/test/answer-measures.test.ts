import { describe, expect, it } from 'vitest';
import { answerWords, citationMeasures, isQuoted, refusalErrors, scoreAnswer, tokenF1 } from '../src/index.ts';

describe('scoreAnswer', () => {
  it.each([
    ['a sentence around it', 'Net sales were $1,500 million in 2022.', '$1.5 billion'],
    ['Spanish notation', 'El límite es de 1.234,50 €.', '1,234.50 euros'],
    ['a rounded amount', 'It was about $1.23 billion.', '$1,234.5 million'],
    ['a number in words', 'Up to five days may be carried over.', '5 days'],
    ['accents', 'Lo autoriza la direccion financiera', 'Dirección Financiera'],
    ['words', 'The Consumer Health segment will be discontinued.', 'Consumer Health'],
  ])('accepts %s', (_, answer, gold) => expect(scoreAnswer(answer, gold).isCorrect).toBe(true));

  it.each([
    ['another number', 'Net sales were $1,400 million in 2022.', '$1.5 billion'],
    ['another scale', 'It was $1.5 million.', '$1.5 billion'],
    ['half of the numbers', 'It is 67 cents per mile.', '67 cents for the first 6,000 miles'],
    ['other words', 'The Pharmaceutical segment.', 'Consumer Health'],
    ['a digit too few', 'It takes 2 days.', '22 days'],
    ['nothing', '', '5 days'],
  ])('rejects %s', (_, answer, gold) => expect(scoreAnswer(answer, gold).isCorrect).toBe(false));

  it('counts numbers', () => {
    expect(scoreAnswer('67 cents per mile', '67 cents for the first 6,000 miles')).toMatchObject({
      numbers: 2,
      numbersFound: 1,
    });
  });
});

describe('tokenF1', () => {
  it('agrees with figures worked out by hand', () => {
    expect(answerWords('The U.S. sold 1,234.5 pumps, up 3.5 %!')).toEqual([
      'u',
      's',
      'sold',
      '1234.5',
      'pumps',
      'up',
      '3.5',
      '%',
    ]);
    // Two words of three in common with two.
    expect(tokenF1('a red big pump', 'red pump')).toBeCloseTo((2 * 2) / 5, 12);
    expect(tokenF1('', '')).toBe(1);
    expect(tokenF1('pump', '')).toBe(0);
  });
});

describe('citations', () => {
  const gold = [
    { document: 'a', page: 1 },
    { document: 'a', page: 4 },
  ];

  it('are measured by page', () => {
    expect(
      citationMeasures(
        [
          { document: 'a', page: 1 },
          { document: 'a', page: 1 },
          { document: 'b', page: 4 },
        ],
        gold,
      ),
    ).toEqual({ precision: 2 / 3, recall: 1 / 2 });
    expect(citationMeasures([], gold)).toEqual({ precision: undefined, recall: 0 });
    expect(citationMeasures([], [])).toEqual({ precision: undefined, recall: undefined });
  });

  it('quote what stands there, whatever the line breaks', () => {
    expect(isQuoted('five unused days', 'Up to five\nunused  days may')).toBe(true);
    expect(isQuoted('six unused days', 'Up to five\nunused days may')).toBe(false);
    expect(isQuoted(' ', 'Up to five')).toBe(false);
  });
});

describe('refusalErrors', () => {
  it('gives a figure for each question of its kind', () => {
    const outcomes = [
      { isAnswerable: true, abstained: false },
      { isAnswerable: true, abstained: true },
      { isAnswerable: false, abstained: true },
      { isAnswerable: false, abstained: false },
      { isAnswerable: false, abstained: true },
    ];
    expect(refusalErrors(outcomes)).toEqual({ falseAnswers: [0, 1, 0], falseRefusals: [0, 1] });
  });
});

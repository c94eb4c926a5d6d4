import { describe, expect, it } from 'vitest';
import { rankUnits, type Source, spoken, supportOf } from '../src/index.ts';
import { rangeOf } from '../src/ranges.ts';

const BALANCE: Source = {
  context: 'report.pdf',
  text: 'Assets (in millions)\n\nItem | 2022 | 2021 | 2022 v. 2021\nInventories | 266.9 | 230.6 | 15.7%\nGoodwill | 332.2 | 337.9 | (1.7)%',
};
const QUARTERS: Source = {
  context: 'report.pdf',
  text: 'Quarters of 2024\n\nIn millions | First | Second | Third | Fourth | Year\nGross profit | 138.6 | 146.7 | 143.2 | 153.8 | 582.3',
};
const PLANS: Source = {
  context: 'handbook.pdf',
  text: 'Medical plans\n\nPlan | Employee alone | Employee and partner | Family\nBasic | 62 | 148 | 205\nPlus | 191 | 408 | 566',
};
const LEAVE: Source = {
  context: 'handbook.pdf',
  text: 'Paid time off\n\nYears of service | Days a year\nLess than 3 | 17\n3 to 7 | 21\n8 to 14 | 25\n15 and more | 29',
};

const row = (question: string, source: Source, begins: string) => {
  const unit = rankUnits(question, [source]).find(({ text }) => text.startsWith(begins))!;
  return spoken(unit, [source], question);
};

describe('a row as it is told to who asks', () => {
  it.each([
    [
      'What were inventories in 2021?',
      BALANCE,
      'Inventories',
      'Inventories (millions): 2021: 230.6; 2022 v. 2021: 15.7%',
    ],
    [
      'What were inventories?',
      BALANCE,
      'Inventories',
      'Inventories (millions): 2022: 266.9; 2021: 230.6; 2022 v. 2021: 15.7%',
    ],
    ['gross profit july-sept 2024?', QUARTERS, 'Gross', 'Gross profit: Third: 143.2; Year: 582.3'],
    ['What does Plus cost for a family?', PLANS, 'Plus', 'Plus: Family: 566'],
    ['What does Plus cost?', PLANS, 'Plus', 'Plus: Employee alone: 191; Employee and partner: 408; Family: 566'],
  ])('%s', (question, source, begins, told) => expect(row(question, source, begins)).toBe(told));
});

describe('rows by ranges of numbers', () => {
  it.each([
    ['8 to 14', { from: 8, to: 14, unit: 'year' }],
    ['less than 3', { from: Number.NEGATIVE_INFINITY, to: 3, unit: 'year' }],
    ['15 and more', { from: 15, to: Number.POSITIVE_INFINITY, unit: 'year' }],
    ['de 3 a 7', { from: 3, to: 7, unit: 'year' }],
    ['Building 7', undefined],
    ['14 to 8', undefined],
  ])('%s', (label, range) => expect(rangeOf(label, 'Years of service')).toEqual(range));

  it('rank the one with the number of the question first, unless it counts something else', () => {
    expect(rankUnits('With 9 years here, how many days off are there?', [LEAVE])[0]!.text).toBe('8 to 14 | 25');
    const months = rankUnits('After 9 months here, how many days off are there?', [LEAVE]);
    expect(months.find(({ text }) => text.startsWith('8 to'))!.score).toBeCloseTo(
      months.find(({ text }) => text.startsWith('3 to'))!.score,
    );
  });

  it('bear out what is said of that number alone', () => {
    const question = 'With 9 years here, how many days of PTO do I get?';
    expect(supportOf('You get 25 days of PTO a year.', [LEAVE], question).supported).toBe(true);
    const meant = rankUnits(question, [LEAVE]).filter(({ isRow }) => isRow);
    for (const days of [17, 21, 29]) {
      const sentence = `You get ${days} days of PTO a year.`;
      expect(supportOf(sentence, [LEAVE], question).supported).toBe(false);
      expect(supportOf(sentence, [LEAVE], question, { meant }).supported).toBe(false);
    }
  });
});

describe('what a row is called', () => {
  const shipped: Source = {
    context: 'Q1 report',
    text: 'Model | Sets | Note\nR400-3 3 | 910 | none\nR400-4 4 | 318 | none',
  };
  const spending: Source = {
    context: 'report.pdf',
    text: 'Item | Three months ended March 31, 2026\nResearch and development | 14.0\nSelling | 96.1',
  };

  it.each([
    ['its code, whatever stands beside it', 'There were 910 sets of the R400-3.', shipped, '', true],
    ['its code in the question', 'There were 910 sets.', shipped, 'How many sets of R400-3 were there?', true],
    ['no other code', 'There were 318 sets of the R400-3.', shipped, '', false],
    ['what an acronym stands for', 'R&D was 14.0 in January to March 2026.', spending, '', true],
    ['and no other quarter', 'R&D was 14.0 in April to June 2026.', spending, '', false],
  ])('is %s', (_, sentence, source, question, supported) =>
    expect(supportOf(sentence, [source], question).supported).toBe(supported),
  );
});

describe('a question about two rows', () => {
  const results: Source = {
    context: 'report.pdf',
    text: 'Results (in millions)\n\nItem | 2022 | 2021\nNet sales | 1,500 | 1,234\nCost of sales | 900 | 700',
  };
  const question = 'What were net sales and cost of sales in 2022?';
  const meant = rankUnits(question, [results]).filter(({ isRow }) => isRow);

  it.each([
    ['Net sales were 1,500 million in 2022.', true],
    ['Cost of sales was 900 million in 2022.', true],
    ['Net sales were 900 million in 2022.', false],
    ['Cost of sales was 1,500 million in 2022.', false],
  ])('does not swap them: %s', (sentence, supported) => {
    expect(supportOf(sentence, [results], question).supported).toBe(supported);
    expect(supportOf(sentence, [results], question, { meant }).supported).toBe(supported);
  });
});

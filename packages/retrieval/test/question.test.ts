import { describe, expect, it } from 'vitest';
import { analyseQuestion } from '../src/pages/question.ts';

describe('analyseQuestion', () => {
  it('asks for what is asked, without how to answer it, whom it is about, and when', () => {
    const question =
      'What is the FY2018 capital expenditure amount (in USD millions) for Northwind? Give a response to the question by relying on the details shown in the cash flow statement.';
    const { queries, words, periods } = analyseQuestion(question, { names: ['Northwind'] });
    expect(queries[0]).toBe('What is the capital expenditure amount for?');
    expect(words).toBe('What is the FY2018 capital expenditure amount for Northwind? 2018');
    expect(periods).toEqual([{ year: 2018, quarter: undefined }]);
  });

  it('takes a clause that says where to look for a hint, not for words', () => {
    const { queries, statements } = analyseQuestion(
      'Basing your judgment on information plainly provided in the statement of income, what is the COGS?',
    );
    expect(queries[0]).toBe('what is the COGS?');
    expect([...statements]).toEqual([['income', 1]]);
  });

  it('knows of what lines a ratio is made, and on which statements they stand', () => {
    const { statements, expansion } = analyseQuestion('What is the DPO for FY2023?');
    expect([...statements.keys()].sort()).toEqual(['balance-sheet', 'income']);
    for (const line of ['accounts payable', 'inventories', 'cost of goods sold']) expect(expansion).toContain(line);
  });

  it('looks elsewhere than on statements for reasons and parts', () => {
    const hint = (question: string) => analyseQuestion(question).statements.get('income')!;
    const figure = hint('What is the operating margin?');
    expect(hint('What drove the change of the operating margin?')).toBeLessThan(figure / 2);
    expect(hint('Which segment had the best operating margin?')).toBeLessThan(figure / 2);
    expect(hint('Is the operating margin fine? If it is no useful metric, explain why.')).toBe(figure);
  });

  it('asks in the language of the documents, else in its own', () => {
    expect(analyseQuestion('¿Cuál es el ratio de liquidez?').expansion).toContain('total activo corriente');
    expect(analyseQuestion('¿Cuál es el ratio de liquidez?', { language: 'en' }).expansion).toContain(
      'total current assets',
    );
  });

  it('searches all documents, and those that are named once more', () => {
    const { searches } = analyseQuestion('What is the DPO of Northwind?', { names: ['Northwind'], named: ['n-2023'] });
    expect(searches).toEqual([{ query: 0 }, { query: 1, documents: ['n-2023'] }, { query: 0, documents: ['n-2023'] }]);
    expect(analyseQuestion('What is the DPO?', { among: ['a'] }).searches).toEqual([
      { query: 0, documents: ['a'] },
      { query: 1, documents: ['a'] },
    ]);
  });

  it('leaves other questions as they are', () => {
    expect(analyseQuestion('How many days of leave do I have?')).toMatchObject({
      queries: ['How many days of leave do I have?'],
      words: 'How many days of leave do I have?',
      expansion: '',
      periods: [],
      searches: [{ query: 0 }],
    });
  });
});

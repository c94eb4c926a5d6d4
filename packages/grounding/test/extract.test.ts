import { describe, expect, it } from 'vitest';
import {
  answerability,
  areYearsSpokenOf,
  extractAnswer,
  isAnswerInKind,
  namesAndYears,
  type RetrievalEvidence,
  readQuestion,
  type Source,
} from '../src/index.ts';

const SOURCES: Source[] = [
  {
    context: 'Handbook 2024\nLeave',
    text: 'Annual leave\n\nEmployees have 23 days of annual leave a year. Up to five unused days may be carried over into the next year.\nSick leave must be reported before 10:00.',
  },
  {
    context: 'Report\nResults\nin millions — 2022 | 2021',
    text: 'Net sales | $1,500 | $1,234.5\nCost of sales | (900) | (700)',
  },
  { context: 'Manual de gastos', text: 'El plazo de devolución es de 30 días naturales.' },
];

describe('extractAnswer', () => {
  it.each([
    ['How many unused days can I carry over?', 'Up to five unused days may be carried over into the next year.'],
    ['What were net sales in 2022?', 'Net sales: 2022: $1,500'],
    ['¿Cuál es el plazo de devolución?', 'El plazo de devolución es de 30 días naturales.'],
    ['When must sick leave be reported?', 'Sick leave must be reported before 10:00.'],
  ])('answers %s', (question, answer) => expect(extractAnswer(question, SOURCES).text).toBe(answer));

  it('tells one product code from another', () => {
    const text = 'Model | Fuse\nR400-2-10-7 | 20 A\nR400-4-15-9 | 80 A\nR400-3-15-9 | 63 A';
    expect(extractAnswer('fuse R400-4-15-9?', [{ text }]).text).toBe('R400-4-15-9: Fuse: 80 A');
  });

  it('quotes no headers, however well they fit', () => {
    const text = 'Model | Flow | Length and weight of the pump\nR400 | 12 | 180 mm, 5.9 kg\nR300 | 9 | 150 mm, 4 kg';
    const answers = extractAnswer('Length and weight of the pump?', [{ text }]).text;
    expect(answers).not.toContain('Model | Flow');
  });

  it('quotes word for word', () => {
    for (const { source, start, end, text } of extractAnswer('What was the cost of sales?', SOURCES).quotes) {
      expect(SOURCES[source]!.text.slice(start, end)).toBe(text);
    }
  });

  it('is empty where nothing is about the question', () => {
    expect(extractAnswer('Who painted the ceiling?', SOURCES)).toEqual({ text: '', quotes: [] });
  });
});

describe('answerability', () => {
  it('tells what the sources are about from what they are not', () => {
    expect(answerability('How many days of annual leave do employees have?', SOURCES, { cosine: 0.7 }).answerable).toBe(
      true,
    );
    expect(answerability('Who painted the ceiling of the chapel?', SOURCES, { cosine: 0.1 }).answerable).toBe(false);
    expect(answerability('How many days of annual leave do employees have?', [], {}).answerable).toBe(false);
  });

  it('falls with what a reader makes of the sources, and with names that no document has', () => {
    const question = 'How many days of annual leave do employees have?';
    const of = (evidence: RetrievalEvidence) => answerability(question, SOURCES, evidence);
    expect(of({ declined: 0.001 })).toMatchObject({ answerable: true, isSure: true });
    expect(of({ declined: 0.95 })).toMatchObject({ answerable: false, isLikely: false, isSure: false });
    expect(of({ declined: 0 }).probability).toBeLessThan(1);
    expect(of({ unknownNames: ['globex'] }).probability).toBeLessThan(of({}).probability);
    expect(of({ bm25: { score: 20, passages: 900 } }).probability).toBeGreaterThanOrEqual(
      of({ bm25: { score: 1, passages: 900 } }).probability,
    );
  });

  it('knows what must stand somewhere: names and years, but no month, which other languages call otherwise', () => {
    expect(namesAndYears('What did the R900 of Globex cost in March 2019?')).toEqual(['r900', 'globex', '2019']);
    expect(namesAndYears('how many days of leave are there')).toEqual([]);
    expect(namesAndYears('What did Globex earn in USD in FY2023, Q2, 2Q22 and Q12021?')).toEqual([
      'globex',
      '2023',
      '2022',
      '2021',
    ]);
  });
});

describe('readQuestion', () => {
  it.each([
    ['How many days of leave are there?', 'duration', 'en'],
    ['How much does the permit cost?', 'money', 'en'],
    ['¿Cuántos empleados hay?', 'number', 'es'],
    ['When was the policy approved?', 'date', 'en'],
    ['¿Quién aprueba los viajes?', 'name', 'es'],
    ['What percentage of sales came from Europe?', 'percent', 'en'],
    ['Describe the warranty.', 'any', 'en'],
  ])('of %s', (question, expects, language) => expect(readQuestion(question)).toMatchObject({ expects, language }));
});

describe('quotes as answers', () => {
  const report = { context: 'Report', text: 'The pump weighs 40 kg. In 2025 sales were $900 million.' };
  const quoteOf = (words: string) => {
    const start = report.text.indexOf(words);
    return { source: 0, start, end: start + words.length };
  };

  it.each([
    ['What percentage of pumps is sold?', 'The pump weighs 40 kg.', false],
    ['How long is the pump in kg?', 'The pump weighs 40 kg.', true],
    ['How much does the pump weigh?', 'The pump weighs 40 kg.', true],
  ])('hold what is asked for: %s %s', (question, words, expected) => {
    expect(isAnswerInKind(question, quoteOf(words), [report])).toBe(expected);
  });

  it.each([
    ['What were sales in 2025?', true],
    ['What were sales in 2019?', false],
  ])('speak of the year that is asked of: %s', (question, expected) => {
    expect(areYearsSpokenOf(question, [quoteOf('In 2025 sales were $900 million.')], [report])).toBe(expected);
  });
});

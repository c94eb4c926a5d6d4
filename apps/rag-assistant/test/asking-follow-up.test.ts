import { describe, expect, it } from 'vitest';
import { standalone } from '../src/asking/follow-up.ts';

const after = (question: string, ...asked: string[]) =>
  standalone(
    question,
    asked.map((before) => ({ question: before, answer: '' })),
  );

describe('standalone', () => {
  it.each([
    ['And in 2021?', 'What were net sales in 2022?', 'What were net sales in 2021?'],
    ['¿Y en 2022?', '¿Cuánto facturó Arlanza en 2023?', '¿Cuánto facturó Arlanza en 2022?'],
    [
      'What about contractors?',
      'How many days of leave do employees have?',
      'How many days of leave do employees have? What about contractors?',
    ],
    ['When does it expire?', 'How long is the warranty?', 'How long is the warranty? When does it expire?'],
    ['Why?', 'Did net sales fall in 2022?', 'Did net sales fall in 2022? Why?'],
  ])('takes up the question before: %s', (question, before, whole) => expect(after(question, before)).toBe(whole));

  it('follows a conversation of follow-ups', () => {
    expect(after('And in 2020?', 'What were net sales in 2022?', 'And in 2021?')).toBe('What were net sales in 2020?');
  });

  it.each([
    'How many days of annual leave do employees have?',
    '¿Cuál es la altura máxima del circulador K7 25-60?',
    '¿Quién autoriza los viajes a Portugal?',
    'Is there a limit for the costs of a hotel in Lisbon?',
    'What does the R400 weigh when it is full of water?',
  ])('leaves a whole question alone: %s', (question) =>
    expect(after(question, 'What were net sales in 2022?')).toBe(question),
  );

  it('has nothing to take up in a first question', () => expect(standalone('And in 2021?', [])).toBe('And in 2021?'));
});

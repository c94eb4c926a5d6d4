import { describe, expect, it } from 'vitest';
import { subQuestions } from '../src/index.ts';

const parts = (question: string) => subQuestions(question).parts;

describe('the questions within a question', () => {
  it('are cut where another one begins', () => {
    expect(parts('What did the bonus of 2025 rest on, and what was the target for operating income?')).toEqual([
      'What did the bonus of 2025 rest on',
      'what was the target for operating income (2025)?',
    ]);
    expect(parts('How many tons did the group emit, and by how much does the group want to cut energy?')).toHaveLength(
      2,
    );
    expect(parts('¿Cuánto se paga por kilómetro en coche propio y cuántas horas tiene la jornada anual?')).toEqual([
      '¿Cuánto se paga por kilómetro en coche propio',
      'cuántas horas tiene la jornada anual?',
    ]);
    expect(
      parts(
        'How many people worked in Kassel in 2025, how many recordable injuries were there that year, and on how many days did the works stand idle?',
      ),
    ).toHaveLength(3);
    expect(parts('¿En qué año se fundó Brennick? ¿Y qué día se constituyó Arlanza?')).toEqual([
      '¿En qué año se fundó Brennick?',
      '¿qué día se constituyó Arlanza?',
    ]);
  });

  it('keep what is said around them', () => {
    expect(parts('I work nights in Duluth. What bonus do I get a month, and when do wages come?')).toEqual([
      'I work nights in Duluth. What bonus do I get a month',
      'I work nights in Duluth. when do wages come?',
    ]);
    expect(parts('From the report of March: what dividend was approved and how much cash was left?')).toEqual([
      'From the report of March: what dividend was approved',
      'From the report of March: how much cash was left?',
    ]);
  });

  it('say which year is meant', () => {
    expect(parts('¿Cuántas bombas vendió Arlanza en 2024, y cuántas averías se atendieron ese mismo año?')[1]).toBe(
      'cuántas averías se atendieron en 2024 (Arlanza)?',
    );
    expect(parts('What was the net revenue of Arlanza and what was the operating income of Arlanza in 2024?')[0]).toBe(
      'What was the net revenue of Arlanza (2024)?',
    );
    // Rules hold in every year.
    expect(parts('How many pumps did Arlanza sell in 2024, and who may approve a trip to Houston?')[1]).not.toContain(
      '2024',
    );
    expect(parts('How many pumps were sold in 2023 or 2024, and how many faults were found that year?')).toHaveLength(
      1,
    );
  });

  it('say what is counted, and whom they speak of', () => {
    expect(parts('How many R400 sets were sold in 2025, and how many were shipped by March 2026?')[1]).toBe(
      'how many R400 sets were shipped by March 2026?',
    );
    expect(parts('What did Brennick pay for Prairie Pump & Motor, and on what date did the deal close?')[1]).toBe(
      'on what date did the deal close (Brennick, Prairie Pump & Motor)?',
    );
    expect(parts('When was Brennick founded in Duluth, and where does Arlanza build pumps?')[1]).toBe(
      'where does Arlanza build pumps?',
    );
  });

  it.each([
    'Which option limits the body, and what is its default?',
    'Are safety shoes an expense claim, and how much does the firm pay towards them?',
    'Can I buy one of our own pumps for my cabin, and at what price?',
    'What is the weight of the R400, and how many amperes can it draw?',
    '¿Qué superficie tiene el almacén de Setúbal y cuánto se paga por él?',
    'How much did salaries and bonuses come to in 2025?',
    'If surgery keeps me off work, what share of my pay do I get?',
    'What is the FY2022 revenue of Adobe? Use the statement of income.',
    'What does `a and what is b` do?',
    'How does the parser read `first, how many rows of the table` in a query?',
    'What is the difference between how Fastify handles errors and how Express handles them?',
    'In which plants of the group in Spain and in which months was work stopped?',
    'Who joined in 2024 and is responsible for Duluth?',
  ])('are left whole where they are one, or a part says nothing alone: %s', (question) => {
    expect(parts(question)).toEqual([question]);
  });

  it('are four at most', () => {
    const asked = ['iron ore', 'zinc metal', 'lead ore', 'tin ore', 'gold dust'].map(
      (metal) => `What does ${metal} cost?`,
    );
    expect(parts(asked.slice(0, 4).join(' '))).toHaveLength(4);
    expect(subQuestions(asked.join(' '))).toEqual({ parts: [asked.join(' ')], isUndivided: true });
  });
});

import { describe, expect, it } from 'vitest';
import { isTakenUpSpokenOf, isTelling, type Source, supportOf } from '../src/index.ts';

const HANDBOOK: Source = {
  context: 'Handbook 2024\nLeave and travel',
  text: [
    'Employees may carry over up to five unused days of annual leave into the next calendar year.',
    'Days that are not taken by March 31 are forfeited. Receipts are not required for amounts below 25 EUR.',
    'Travel must be booked at least 14 days in advance. Ana Ruiz approves trips outside Europe.',
  ].join('\n'),
};
const REPORT: Source = {
  context: 'ACME_2022_10K.pdf\nResults',
  text: [
    '(in millions) | 2022 | 2021',
    'Net sales | $1,500 | $1,234.5',
    'Cost of sales | (900) | (700)',
    'Operating margin | 12.5% | 10.1%',
    'Net income | 210 | 95',
  ].join('\n'),
};
const GASTOS: Source = {
  context: 'Manual de gastos',
  text: 'El plazo de devolución es de 30 días naturales. El importe máximo es de 1.234,50 € por viaje. No se reembolsan multas.',
};
const SOURCES = [HANDBOOK, REPORT, GASTOS];
const quoted = (sentence: string, question?: string) =>
  supportOf(sentence, SOURCES, question).quotes.map(({ source, start, end }) =>
    SOURCES[source]!.text.slice(start, end),
  );
const isSupported = (sentence: string, question?: string) => supportOf(sentence, SOURCES, question).supported;

describe('a sentence of a word or two', () => {
  it('says it of what was asked', () => {
    expect(isSupported('$1,500 million.', 'What were net sales in 2022?')).toBe(true);
  });

  it('must stand there itself, not only what was asked', () => {
    expect(isSupported('Employees', 'What were net sales in 2022?')).toBe(false);
  });
});

describe('supportOf', () => {
  it.each([
    ['another order of words', 'Up to five unused days can be carried over.'],
    ['digits for words', 'Employees may carry over up to 5 unused days.'],
    ['a negation said otherwise', 'No receipts are needed below €25.'],
    [
      'two sentences at once',
      'Up to five unused days may be carried over, and days not taken by March 31 are forfeited.',
    ],
    ['a scale of the caption', 'Net sales were $1.5 billion in 2022.'],
    ['a rounded amount', 'Net sales were about $1.23 billion in 2021.'],
    ['parentheses for a cost', 'Cost of sales was $900 million in 2022.'],
    ['two rows', 'In 2022, net sales were $1,500 million and net income was $210 million.'],
    ['clauses of two sources', 'Ana Ruiz approves trips outside Europe, and net sales were $1,500 million in 2022.'],
    ['two rows, respectively', 'Net sales and net income were $1,500 million and $210 million, respectively.'],
    ['figures of two columns', 'Net sales increased from $1,234.5 million in 2021 to $1,500 million in 2022.'],
    ['a name of the document', 'The net sales of Acme were $1,500 million.'],
    ['Spanish', 'El importe máximo por viaje es de 1.234,50 euros.'],
    ['a number in Spanish words', 'El plazo de devolución es de treinta días.'],
    ['a Spanish negation', 'Las multas no se reembolsan.'],
    ['an assent before it', 'Yes, up to five unused days of annual leave may be carried over.'],
    ['a direction that a row shows', 'The operating margin improved in 2022.'],
    ['a person', 'Trips outside Europe are approved by Ana Ruiz.'],
  ])('accepts %s', (_, sentence) => expect(isSupported(sentence)).toBe(true));

  it.each([
    ['another number', 'Employees may carry over up to six unused days.'],
    ['another unit', 'Travel must be booked at least 14 weeks in advance.'],
    ['another currency', 'Receipts are not required for amounts below $25.'],
    ['a negation too many', 'Employees may not carry over unused days of annual leave.'],
    ['a negation too few', 'Receipts are required for amounts below 25 EUR.'],
    ['the column of another year', 'Net sales were $1.5 billion in 2021.'],
    ['a year that is not there', 'Net sales were $1,500 million in 2019.'],
    ['the number of another row', 'Net sales were $900 million in 2022.'],
    ['what two sources say, as one', 'Ana Ruiz approves net sales of $1,500 million in 2022.'],
    ['one of two clauses', 'Ana Ruiz approves trips outside Europe, and net sales were $1,600 million in 2022.'],
    ['numbers of two rows changed', 'In 2022, net sales were $210 million and net income was $1,500 million.'],
    ['the same, respectively', 'Net sales and net income were $210 million and $1,500 million, respectively.'],
    ['another scale', 'Net sales were $1.5 trillion in 2022.'],
    ['another company', 'The net sales of Globex were $1,500 million.'],
    ['another person', 'Trips outside Europe are approved by Luis Ortega.'],
    ['another direction without numbers', 'The operating margin declined in 2022.'],
    ['another direction', 'Net sales decreased from $1,234.5 million in 2021 to $1,500 million in 2022.'],
    ['a Spanish negation too few', 'Se reembolsan las multas.'],
    ['something else', 'The cafeteria opens at noon.'],
    ['no word of substance', 'Yes.'],
    ['nothing', ''],
  ])('rejects %s', (_, sentence) => expect(isSupported(sentence)).toBe(false));

  it('quotes what bears the sentence out, and nothing else', () => {
    expect(quoted('Net sales were $1.5 billion in 2022.')).toEqual(['Net sales | $1,500 | $1,234.5']);
    expect(
      quoted('No receipts are needed below 25 EUR, and trips outside Europe are approved by Ana Ruiz.').sort(),
    ).toEqual(['Ana Ruiz approves trips outside Europe.', 'Receipts are not required for amounts below 25 EUR.']);
  });

  it('reads a sentence of a number alone as an answer to the question', () => {
    expect(isSupported('$1,500 million.', 'What were net sales in 2022?')).toBe(true);
    expect(isSupported('$210 million.', 'What were net sales in 2022?')).toBe(false);
  });

  it('knows the names of the question wherever they stand', () => {
    expect(isSupported('Globex net sales were $1,500 million.', 'How high were the net sales of Globex?')).toBe(false);
  });
});

describe('isTelling', () => {
  it.each([
    ['What is the name of the director?', 'The name of the director is the director.', false],
    ['What is the name of the director?', 'The director is Ana Ruiz.', true],
    ['How many days may be carried over?', 'Five days may be carried over.', true],
    ['May unused days be carried over?', 'Unused days may be carried over.', true],
    ['¿Cuál es el plazo de devolución?', 'El plazo de devolución es el plazo.', false],
  ])('%s %s', (question, sentence, expected) => expect(isTelling(sentence, question)).toBe(expected));
});

describe('the row of a table that a sentence means', () => {
  const TABLES: Source = {
    context: 'Handbook',
    text: [
      'Zone | Cities | Hotel',
      'A | Boston, San Francisco | 245',
      'B | Houston, Montreal | 190',
      '',
      'Code | Part | What to do',
      'E15 | Clock | Replace the battery CR2032',
      '',
      'Severity | What happened | Response',
      '1 | A plant stopped | 15 minutes',
      '2 | Data was lost | 60 minutes',
    ].join('\n'),
  };

  it.each([
    ['one of the things that it lists', 'The hotel in Boston costs 245.', true],
    ['another than lists it', 'The hotel in Montreal costs 245.', false],
    ['the cell beside its key', 'The battery of the clock is a CR2032.', true],
    ['its number', 'The response for severity 1 is 15 minutes.', true],
    ['another number', 'The response for severity 5 is 15 minutes.', false],
  ])('is known by %s', (_, sentence, expected) => {
    expect(supportOf(sentence, [TABLES]).supported).toBe(expected);
  });
});

describe('the quotes of a supported sentence', () => {
  it('bear figures out in the place that is named', () => {
    const orders: Source = {
      context: 'Report',
      text: 'Orders of the quarter were $486.5 million. Canada is served from Duluth.',
    };
    expect(supportOf('Orders from Canada were $486.5 million.', [orders]).supported).toBe(false);
  });

  it('are those that tell more than the question', () => {
    const question = 'How many unused days of annual leave may an employee carry over outside Europe?';
    expect(quoted('An employee may carry over five unused days of annual leave.', question)).toEqual([
      'Employees may carry over up to five unused days of annual leave into the next calendar year.',
    ]);
  });
});

describe('a sentence that answers from what the question means', () => {
  const POLICY: Source = {
    context: 'Travel policy',
    text: 'Book through the Compass portal at least ten days ahead. Meals are paid with $78 for a full day.',
  };
  const [booking, meals] = [
    'Book through the Compass portal at least ten days ahead.',
    'Meals are paid with $78 for a full day.',
  ].map((text) => ({ source: 0, start: POLICY.text.indexOf(text), end: POLICY.text.indexOf(text) + text.length }));
  const early = 'How early do plane tickets have to be reserved by employees who fly abroad for a client?';
  const food = '¿Cuánto dinero me dan para comer un día entero de viaje?';

  it.each([
    [
      'takes the question up in its own words',
      early,
      'Employees who fly abroad for a client reserve plane tickets at least ten days ahead.',
      [booking!],
      true,
    ],
    [
      'says another number',
      early,
      'Employees who fly abroad for a client reserve plane tickets at least five days ahead.',
      [booking!],
      false,
    ],
    [
      'is not known to be meant',
      early,
      'Employees who fly abroad for a client reserve plane tickets at least ten days ahead.',
      [],
      false,
    ],
    ['is of another language', food, 'Te dan 78 dólares para comer un día entero.', [meals!], true],
    ['is of another language, and wrong', food, 'Te dan 67 dólares para comer un día entero.', [meals!], false],
    ['names nothing that could be compared', food, 'Te dan dinero para comer siempre.', [meals!], false],
  ])('%s', (_, question, sentence, meant, expected) => {
    expect(supportOf(sentence, [POLICY], question, { meant }).supported).toBe(expected);
  });
});

describe('isTakenUpSpokenOf', () => {
  const sources = [{ text: 'The yard has 48 welders. They work in two shifts.' }];
  it.each([
    ['Who painted the ceiling of the chapel?', '48 welders painted the ceiling of the chapel.', false],
    ['How many people work in the shipyard?', '48 people work in the shipyard.', true],
    ['Who painted the ceiling?', 'The yard has 48 welders.', true],
    ['¿Quién pintó el techo de la capilla?', '48 soldadores pintaron el techo de la capilla.', true],
  ])('of "%s" and "%s" is %s', (question, sentence, expected) =>
    expect(isTakenUpSpokenOf(sentence, question, sources)).toBe(expected),
  );
});

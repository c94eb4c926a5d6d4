interface Example {
  readonly excerpts: string;
  /** Undefined: the excerpts do not state it. */
  readonly questions: readonly (readonly [question: string, answer: string | undefined])[];
}

/**
 * Of no document of anybody's. Half of the questions ask for something near by that the excerpts do not state: a small
 * model learns from these what no instruction tells it.
 */
export const EXAMPLES: readonly Example[] = [
  {
    excerpts: `[1] Harbour rules › Berths
Boats up to 9 metres pay 14 euros a night.
Berths are given out by the harbour office from 8:00.`,
    questions: [
      ['What does a night cost for a boat of 8 metres?', 'A boat of 8 metres pays 14 euros a night.'],
      ['Who is the harbour master?', undefined],
    ],
  },
  {
    excerpts: `[1] annual-report-2019.pdf › Results
Net sales: 2019 412, 2018 398
The dairy in Lund was enlarged in May 2019 and employs 85 people.`,
    questions: [
      ['What were net sales in 2016?', undefined],
      ['How many work at the dairy in Lund?', '85 people work at the dairy in Lund.'],
    ],
  },
  {
    excerpts: `[1] Normas del tren › Animales
Los perros de menos de 10 kg viajan gratis en un transportín.`,
    questions: [
      ['¿Cuánto paga una bicicleta?', undefined],
      ['¿Cuánto paga un perro de 6 kg?', 'Un perro de 6 kg viaja gratis en un transportín.'],
    ],
  },
];

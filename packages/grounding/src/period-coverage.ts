import { type Periods, periodsOf, periodsOfHeader } from './periods.ts';
import type { Question } from './question.ts';
import type { Unit } from './units.ts';

/** A word or period of a question, as one unit speaks of it. */
export interface SpokenTerm {
  readonly weight: number;
  readonly place: 'text' | 'context' | undefined;
}

/** What few of the units have tells more: log(1 + N / (1 + n)). */
export function weightOfRarity(holding: number, units: number): number {
  return Math.log(1 + units / (1 + holding));
}

/** The years and quarters that a question names, for each unit: a row speaks of the periods of its columns. */
export function periodsSpokenOf({ text }: Question, units: readonly Unit[]): readonly (readonly SpokenTerm[])[] {
  const asked = namesOf(periodsOf(text));
  if (asked.length === 0) return units.map(() => []);
  const contexts = new Map(
    [...new Set(units.map(({ contextText }) => contextText))].map((context) => [
      context,
      new Set(namesOf(periodsOf(context))),
    ]),
  );
  const places = units.map((unit) => {
    const { contextText } = unit;
    const said = new Set(ownPeriods(unit));
    return asked.map((name) =>
      said.has(name) ? 'text' : contexts.get(contextText)!.has(name) ? 'context' : undefined,
    );
  });
  const weights = asked.map((_, i) =>
    weightOfRarity(places.filter((place) => place[i] === 'text').length, units.length),
  );
  return places.map((place) => asked.map((_, i) => ({ weight: weights[i]!, place: place[i] })));
}

/** Of a month or quarter that a sentence names: whether a unit speaks of the quarters that the sentence is about. */
export function areQuartersShown(sentence: string, unit: Unit): boolean {
  const { quarters } = periodsOf(sentence);
  const shown = [...ownPeriods(unit), ...namesOf(periodsOf(unit.contextText))];
  return quarters.length > 0 && quarters.every((quarter) => shown.includes(quarterName(quarter)));
}

/** Of the quarters that a text names, whether the label of a row is one: "Third". */
export function isQuarterOf(text: string, label: string): boolean {
  const { quarters } = periodsOf(text);
  return periodsOfHeader(label).quarters.some((quarter) => quarters.includes(quarter));
}

/** A row speaks of the periods of its label and its columns. */
function ownPeriods({ text, row }: Unit): string[] {
  const headers = row ? [row.labelText, ...row.cells.map(({ column }) => column)] : [];
  return [periodsOf(text), ...headers.map(periodsOfHeader)].flatMap(namesOf);
}

function quarterName(quarter: number): string {
  return `Q${quarter}`;
}

function namesOf({ years, quarters }: Periods): string[] {
  return [...years.map(String), ...quarters.map(quarterName)];
}

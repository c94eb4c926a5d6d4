import { mayBeYear } from './figure-match.ts';
import { figuresOf } from './figures.ts';
import { fold } from './stems.ts';

/** Years, and quarters of years (1 to 4), that a text names in words, figures or the shorthand of reports. */
export interface Periods {
  readonly years: readonly number[];
  readonly quarters: readonly number[];
}

const ORDINALS = [
  'first|primer|1st|1er',
  'second|segundo|2nd|2o',
  'third|tercer|3rd|3er',
  'fourth|last|cuarto|ultimo|4th|4o',
];
const NAMED_QUARTERS = ORDINALS.map((words) => new RegExp(String.raw`\b(?:${words})\s+(?:quarter|trimestre)\b`));
/** Alone at the head of a column they are quarters; in a sentence they may be anything. */
const HEADED_QUARTERS = ORDINALS.map((words) => new RegExp(String.raw`^(?:${words})o?(?:\s+(?:19|20)\d\d)?$`));
/** In English and Spanish, folded, from January on. */
const MONTH_NAMES = [
  ['january', 'enero'],
  ['february', 'febrero'],
  ['march', 'marzo'],
  ['april', 'abril'],
  ['may', 'mayo'],
  ['june', 'junio'],
  ['july', 'julio'],
  ['august', 'agosto'],
  ['september', 'septiembre'],
  ['october', 'octubre'],
  ['november', 'noviembre'],
  ['december', 'diciembre'],
] as const;
/** Each name with a key of its month. "May" is another word too. */
export const MONTHS: ReadonlyMap<string, string> = new Map(
  MONTH_NAMES.flatMap((names, i) => names.map((name) => [name, `month${i + 1}`] as const)).filter(
    ([name]) => name !== 'may',
  ),
);
/** As patterns, abbreviated or not: "sept", "jan". */
const ANY_MONTH = MONTH_NAMES.map((names) =>
  names.flatMap((name) => [name, name.slice(0, 4), name.slice(0, 3)]).join('|'),
);
/** Periods in the shorthand of reports, "FY2023", "Q2", "2Q23", "Q22023", with the year where they name one. */
const SHORTHAND = /^(?:fy|ej|cy|[qth][1-4]|[1-4][qth])+-?((?:19|20)?\d\d)?$/;
const SHORT_QUARTER = /[qt]([1-4])|([1-4])[qt]/;
/** Words, with a year that a sign parts from them: "Q3'25". */
const SHORT_WORDS = /[\p{L}\p{N}]+(?:[-.'’/]\d{2,4}(?!\p{N}))?/gu;
/** "July to September", "julio-septiembre", "between January and March". */
const MONTH_RANGES = [0, 1, 2, 3].map((i) => {
  const [first, last] = [ANY_MONTH[3 * i]!, ANY_MONTH[3 * i + 2]!];
  return new RegExp(
    String.raw`\b(?:${first})\b\.?\s*(?:\d{1,2}\s*)?(?:to|through|until|and|a|y|hasta|[-\u2013\u2014])\s*(?:${last})\b`,
  );
});
const QUARTER_ENDS = [2, 5, 8, 11].map(
  (month) =>
    new RegExp(
      String.raw`\b(?:three|tres)\s+(?:months|meses)\s+(?:ended|to|terminados|hasta)\D{0,12}(?:\d{1,2}\s+(?:de\s+)?)?(?:${ANY_MONTH[month]})\b`,
    ),
);

export function periodsOf(text: string): Periods {
  const folded = fold(text);
  const years = new Set(
    figuresOf(text).flatMap(({ values, kind }) => (kind === 'plain' ? values.filter(mayBeYear) : [])),
  );
  const quarters = new Set<number>();
  for (const [word] of folded.matchAll(SHORT_WORDS)) {
    const { year, quarter } = shorthandOf(word) ?? {};
    if (year !== undefined) years.add(year);
    if (quarter !== undefined) quarters.add(quarter);
  }
  for (const patterns of [NAMED_QUARTERS, MONTH_RANGES, QUARTER_ENDS]) {
    for (const [i, pattern] of patterns.entries()) if (pattern.test(folded)) quarters.add(i + 1);
  }
  return { years: [...years], quarters: [...quarters] };
}

/** The same of the header of a column. */
export function periodsOfHeader(header: string): Periods {
  const { years, quarters } = periodsOf(header);
  const headed = HEADED_QUARTERS.findIndex((pattern) => pattern.test(fold(header).trim()));
  return { years, quarters: headed < 0 || quarters.length > 0 ? quarters : [headed + 1] };
}

/** What a folded word stands for as the name of a period; undefined where it is none. */
export function shorthandOf(
  word: string,
): { readonly year: number | undefined; readonly quarter: number | undefined } | undefined {
  const period = SHORTHAND.exec(word.replace(/[.'’/]/, '-'));
  if (!period) return undefined;
  const [, year] = period;
  const [, before, after] = SHORT_QUARTER.exec(word) ?? [];
  const quarter = before ?? after;
  return {
    year: year === undefined ? undefined : fullYear(year),
    quarter: quarter === undefined ? undefined : Number(quarter),
  };
}

function fullYear(digits: string): number {
  return Number(digits.length === 2 ? `20${digits}` : digits);
}

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
const SHORTHAND =
  /(?<![\p{L}\p{N}])(?:fy|ej|cy)?(?:[qt]([1-4])|([1-4])[qt])(?:[\s'’/-]?((?:19|20)?\d\d))?(?![\p{L}\p{N}])/gu;
const FISCAL_YEAR = /(?<![\p{L}\p{N}])(?:fy|ej|cy)[\s'’-]?((?:19|20)?\d\d)(?![\p{L}\p{N}])/gu;
const MONTHS = [
  'jan(?:uary)?|ene(?:ro)?',
  'feb(?:ruary|rero)?',
  'mar(?:ch|zo)?',
  'apr(?:il)?|abr(?:il)?',
  'may(?:o)?',
  'jun(?:e|io)?',
  'jul(?:y|io)?',
  'aug(?:ust)?|ago(?:sto)?',
  'sept?(?:ember|iembre)?',
  'oct(?:ober|ubre)?',
  'nov(?:ember|iembre)?',
  'dec(?:ember)?|dic(?:iembre)?',
];
/** "July to September", "julio-septiembre", "between January and March". */
const MONTH_RANGES = [0, 1, 2, 3].map((i) => {
  const [first, last] = [MONTHS[3 * i]!, MONTHS[3 * i + 2]!];
  return new RegExp(
    String.raw`\b(?:${first})\b\.?\s*(?:\d{1,2}\s*)?(?:to|through|until|and|a|y|hasta|[-\u2013\u2014])\s*(?:${last})\b`,
  );
});
const QUARTER_ENDS = [2, 5, 8, 11].map(
  (month) =>
    new RegExp(
      String.raw`\b(?:three|tres)\s+(?:months|meses)\s+(?:ended|to|terminados|hasta)\D{0,12}(?:\d{1,2}\s+(?:de\s+)?)?(?:${MONTHS[month]})\b`,
    ),
);

export function periodsOf(text: string): Periods {
  const folded = fold(text);
  const years = new Set(
    figuresOf(text).flatMap(({ values, kind }) => (kind === 'plain' ? values.filter(mayBeYear) : [])),
  );
  const quarters = new Set<number>();
  for (const [, a, b, year] of folded.matchAll(SHORTHAND)) {
    quarters.add(Number(a ?? b));
    if (year !== undefined) years.add(fullYear(year));
  }
  for (const [, year] of folded.matchAll(FISCAL_YEAR)) years.add(fullYear(year!));
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

function fullYear(digits: string): number {
  return Number(digits.length === 2 ? `20${digits}` : digits);
}

/** A fiscal or calendar year, or a part of it. */
export interface Period {
  readonly year: number;
  /** 1 to 4; absent for a whole year. */
  readonly quarter?: number | undefined;
}

const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  primer: 1,
  segundo: 2,
  tercer: 3,
  cuarto: 4,
};
const YEAR = String.raw`(?:(?:FY|CY|fiscal(?:\s+year)?|financial\s+year|ejercicio|año)\s*)?[’']?((?:19|20)\d{2}|\d{2}(?!\d))`;
const ORDINAL = Object.keys(ORDINALS).join('|');
/** "Q2 of FY2023", "Q2'23", "Q22023", "2Q23", "second quarter of fiscal 2023", "segundo trimestre de 2023". */
const QUARTER = new RegExp(
  String.raw`(?:\bQ([1-4])|\b([1-4])[QT]|\b(${ORDINAL})\s+(?:quarter|trimestre))[\s,]*(?:of|de|del|for|in)?\s*(?:the\s+)?${YEAR}`,
  'gi',
);
/** "FY22", "fiscal 2022"; two digits only where such a word says that they are a year. */
const FISCAL_YEAR = /\b(?:FY|CY|fiscal(?:\s+year)?|financial\s+year|ejercicio)\s*[’']?((?:19|20)\d{2}|\d{2})\b/gi;
const CALENDAR_YEAR = /(?<![\d.,$€])((?:19|20)\d{2})(?![\d,]|\.\d)/g;
const QUARTER_ALONE = new RegExp(String.raw`\bQ([1-4])\b|\b([1-4])Q\b|\b(${ORDINAL})\s+(?:quarter|trimestre)`, 'gi');

/** The periods that a text names, in order of their kind and place; a quarter without a year takes the year next named. */
export function periodsOf(text: string): Period[] {
  const periods = new Map<string, Period>();
  const add = (year: number, quarter?: number) => periods.set(`${year}.${quarter ?? 0}`, { year, quarter });
  let rest = text.replace(QUARTER, (match, q, digit, ordinal, year) => {
    add(fullYear(year), Number(q ?? digit ?? ORDINALS[ordinal.toLowerCase()]));
    return ' '.repeat(match.length);
  });
  const years: number[] = [];
  for (const pattern of [FISCAL_YEAR, CALENDAR_YEAR]) {
    rest = rest.replace(pattern, (match, year) => {
      years.push(fullYear(year));
      return ' '.repeat(match.length);
    });
  }
  const alone = QUARTER_ALONE.exec(rest);
  QUARTER_ALONE.lastIndex = 0;
  const quarter = alone && Number(alone[1] ?? alone[2] ?? ORDINALS[alone[3]!.toLowerCase()]);
  for (const year of years) add(year, quarter ?? undefined);
  return [...periods.values()];
}

/** The text without the words that name periods. */
export function withoutPeriods(text: string): string {
  return text.replace(QUARTER, ' ').replace(FISCAL_YEAR, ' ').replace(CALENDAR_YEAR, ' ');
}

function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length === 4 ? year : year + (year < 70 ? 2000 : 1900);
}

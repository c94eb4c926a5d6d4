import type { TextSpan } from '@pareto/contracts';
import { spelledNumbersOf } from './spelled-numbers.ts';
import { fold } from './stems.ts';

/** A number of a text, whatever it is written in. */
export interface Figure extends TextSpan {
  /** What it may mean: "1.234" is 1,234 in one country and 1.234 in another, "5" in a table in millions also 5,000,000. */
  readonly values: readonly number[];
  /** The worth of its last written digit: 0.1 million of "3.5 million". */
  readonly precision: number;
  readonly kind: 'plain' | 'percent' | 'money';
  /** ISO code of its currency, where one is written with it. */
  readonly currency: string | undefined;
  /** What is counted, where that is a unit of time, length, weight or data: 'day'. */
  readonly unit: string | undefined;
  /** Written as a word: "three". */
  readonly isSpelled: boolean;
  /** As written, folded. */
  readonly word: string;
}

const CURRENCIES: readonly (readonly [RegExp, string])[] = [
  [/^(?:us\$|usd|\$|dollars?|dolar(?:es)?)$/, 'USD'],
  [/^(?:€|eur|euros?)$/, 'EUR'],
  [/^(?:£|gbp|pounds?|libras?)$/, 'GBP'],
  [/^(?:¥|jpy|yen|yenes)$/, 'JPY'],
];
const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^(?:mil millones|billions?|bn|b)$/, 1e9],
  [/^(?:billon(?:es)?|trillions?|tn)$/, 1e12],
  [/^(?:millions?|millon(?:es)?|mm|mn|mio|m)$/, 1e6],
  [/^(?:thousands?|mil|miles|k)$/, 1e3],
];
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:seconds?|segundos?|secs?)$/, 'second'],
  [/^(?:minutes?|minutos?|mins?)$/, 'minute'],
  [/^(?:hours?|horas?|hrs?|h)$/, 'hour'],
  [/^(?:days?|dias?)$/, 'day'],
  [/^(?:weeks?|semanas?)$/, 'week'],
  [/^(?:months?|mes|meses)$/, 'month'],
  [/^(?:quarters?|trimestres?)$/, 'quarter'],
  [/^(?:years?|años?)$/, 'year'],
  [/^(?:km|kilometres?|kilometers?|kilometros?)$/, 'km'],
  [/^(?:metres?|meters?|metros?)$/, 'm'],
  [/^(?:m2|m3|cm2|mm2|km2|cm|mm|kg|kw|kwh|gb|mb|tb|w|v|hz|ghz|db|ms)$/, ''],
];
/** Also articles or, in the other language, other words: they bear a number out, and are no claim of one. */
export const ARTICLE_LIKE = new Set(['one', 'un', 'una', 'uno', 'once']);

const DIGITS = String.raw`\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?`;
const CURRENCY_MARK = String.raw`US\$|[$€£¥]|(?:USD|EUR|GBP|JPY)(?=\s?\d)`;
const PERCENT_WORDS = String.raw`\s?(?:percent|per cent|por ciento)(?!\p{L})`;
const PERCENT = new RegExp(`^${PERCENT_WORDS}`, 'iu');
const NUMBER = new RegExp(
  String.raw`(?<open>\(\s?)?(?<sign>(?<![\p{L}\p{N})])[-−])?(?<currency>${CURRENCY_MARK})?\s?(?<sign2>(?<=[$€£¥])[-−])?(?<![\p{L}\p{N}]|\d[.,])(?<digits>${DIGITS})(?![\d])(?<percent>\s?%|${PERCENT_WORDS})?(?<close>\s?\))?(?<percent2>\s?%)?`,
  'gu',
);
const UNMEASURED = { scale: 1, currency: undefined, unit: undefined };
/** Words after a number and the mark of its footnote; "m²" is one. */
const AFTER =
  /^[⁰¹²³⁴-⁹]*[\s-]?(?:(mil millones|\p{L}+[²³]?|[€£¥$]))?(?:\s(?:de\s)?(\p{L}+|[€£¥$]))?(?:\s(?:de\s)?(\p{L}+))?/u;
/** "R400-4-15-9", "P-17", "p-17", "K7-050": the digits of a code count nothing. "COVID-19" is one, "Mar-23" and "5-year" are none. */
const CODE =
  /(?<![\p{L}\p{N}-])(?!(?:US|USD|EUR|GBP|JPY|FY|CY|EJ|[QTH][1-4]|[qth][1-4])-)(?:\p{Lu}{1,5}\d*|\p{L}{1,3}\d+|\p{L})(?:-\d+\p{L}?)+(?![\p{L}\p{N}])/gu;

/**
 * Every number of a text: digits with separators of either country, signs and accounting's parentheses, percentages,
 * currencies, scales ("1.5 billion", "3 mil millones") and small numbers in words. Digits within names ("X200", "R400-4-15")
 * are none.
 */
export function figuresOf(text: string): Figure[] {
  const codes = [...text.matchAll(CODE)].map(({ index, 0: code }) => ({ start: index, end: index + code.length }));
  const figures: Figure[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const figure = numeral(text, match);
    if (figure && !codes.some(({ start, end }) => figure.start >= start && figure.end <= end)) figures.push(figure);
  }
  for (const { start, end, value, word } of spelledNumbersOf(text)) {
    if (figures.some((figure) => start < figure.end && end > figure.start)) continue;
    const percent = PERCENT.exec(text.slice(end))?.[0];
    const after = percent ? UNMEASURED : following(text, end);
    figures.push({
      start,
      end: end + (percent?.length ?? 0),
      values: [value * after.scale],
      precision: after.scale,
      kind: percent ? 'percent' : after.currency === undefined ? 'plain' : 'money',
      currency: after.currency,
      unit: after.unit,
      isSpelled: true,
      word,
    });
  }
  return figures.sort((a, b) => a.start - b.start);
}

function numeral(text: string, match: RegExpExecArray): Figure | undefined {
  const groups = match.groups!;
  const digits = groups.digits!;
  const start = match.index + match[0].indexOf(digits);
  let end = start + digits.length;
  // A letter at once after it, as in "3M" the company or "2nd": only known scales and units go with a number.
  const glued = /^\p{L}+/u.exec(text.slice(end))?.[0];
  if (glued !== undefined && !isKnown(SCALES, glued) && !isKnown(UNITS, glued)) {
    if (!/^(?:st|nd|rd|th|º|ª|x)$/i.test(glued)) return undefined;
  }
  const isPercent = groups.percent !== undefined || groups.percent2 !== undefined;
  end += groups.percent?.length ?? 0;
  const after = isPercent ? UNMEASURED : following(text, end);
  const currency = (groups.currency && named(CURRENCIES, groups.currency)) || after.currency;
  const isNegative = groups.sign !== undefined || groups.sign2 !== undefined || (groups.open && groups.close);
  const readings = readingsOf(digits);
  const sign = isNegative ? -1 : 1;
  return {
    start,
    end,
    values: readings.map(({ value }) => sign * value * after.scale),
    precision: Math.max(...readings.map(({ precision }) => precision)) * after.scale,
    kind: isPercent ? 'percent' : currency === undefined ? 'plain' : 'money',
    currency,
    unit: after.unit,
    isSpelled: false,
    word: digits,
  };
}

/** One reading, or two where a single separator before three digits can part thousands or decimals. */
function readingsOf(digits: string): { value: number; precision: number }[] {
  const plain = digits.replace(/['’\u00a0\u202f ]/g, '');
  const separators = plain.replace(/\d/g, '');
  const decimal = (mark: string) => {
    const [whole, fraction = ''] = plain.replaceAll(mark === '.' ? ',' : '.', '').split(mark) as [string, string?];
    return { value: Number(`${whole}.${fraction}`), precision: 10 ** -fraction.length };
  };
  const whole = () => ({ value: Number(plain.replace(/[.,]/g, '')), precision: 1 });
  if (separators === '') return [whole()];
  if (new Set(separators).size > 1) return [decimal(separators.at(-1)!)];
  if (separators.length > 1) return [whole()];
  return /[.,]\d{3}$/.test(plain) && !plain.startsWith('0') ? [whole(), decimal(separators)] : [decimal(separators)];
}

/** Scale, currency and unit in the words after a number: "million euros", "de euros", "days". */
function following(text: string, end: number) {
  const match = AFTER.exec(text.slice(end, end + 40));
  const words = [match?.[1], match?.[2], match?.[3]].filter((word) => word !== undefined);
  const scale = words[0] === undefined ? undefined : found(SCALES, words[0]);
  const rest = scale === undefined ? words : words.slice(1);
  const first = rest[0] === undefined ? undefined : rest[0];
  // "20 working days": one word may stand between.
  const unit = rest.slice(0, 2).find((word) => isKnown(UNITS, word));
  return {
    scale: scale ?? 1,
    currency: first === undefined ? undefined : named(CURRENCIES, first),
    unit: unit === undefined ? undefined : found(UNITS, unit) || fold(unit),
  };
}

function found<T>(table: readonly (readonly [RegExp, T])[], word: string): T | undefined {
  const folded = fold(word);
  return table.find(([pattern]) => pattern.test(folded))?.[1];
}

function named(table: readonly (readonly [RegExp, string])[], word: string): string | undefined {
  return found(table, word);
}

function isKnown(table: readonly (readonly [RegExp, unknown])[], word: string): boolean {
  return found(table, word) !== undefined;
}

const SCALE_WORDS = 'millions?|thousands?|billions?|millones|miles|mil millones';
const CAPTIONS = [
  new RegExp(
    String.raw`\b(?:in|en|(?:[$€£]|usd|eur)\s?(?:in)?)\s+(?:us\$?|u\.s\.|[$€£]|usd|eur)?\s?(?<scale>${SCALE_WORDS})\b`,
    'i',
  ),
  // "(thousands of dollars)", "(miles de euros)"
  new RegExp(String.raw`\((?<scale>${SCALE_WORDS})(?:\s+(?:of|de)\s+\p{L}+)?\s*[,)]`, 'iu'),
];

/** "in millions, except per share" of a table's caption: what its figures are to be multiplied with, and the word for it. */
export function scaleOfCaption(caption: string): { readonly factor: number; readonly word: string } | undefined {
  const word = CAPTIONS.map((pattern) => pattern.exec(caption)?.groups?.scale).find((scale) => scale !== undefined);
  return word === undefined ? undefined : { factor: found(SCALES, word)!, word: word.toLowerCase() };
}

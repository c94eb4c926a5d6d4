import type { Constraints } from './constraints.ts';
import { type Bound, decimal, decimals, ZERO } from './decimals.ts';
import { MOST_DIGITS, naturals } from './digits.ts';
import { choice, type Expression, literal, NEVER, sequence } from './expression.ts';
import { DIGIT, type JsonText, many, optional } from './json-text.ts';
import { unsupported } from './limits.ts';
import type { RuleSet } from './rule-set.ts';

/** Beyond these a bound binds no number that is written: all have up to 16 digits before the point. */
const LARGEST = 10 ** MOST_DIGITS;
/** Up to so many digits in all, decimals and doubles tell the same numbers apart. */
const EXACT_DIGITS = 15;
/** A residue is a rule for each digit that may follow. */
const LARGEST_DIVISOR = 100;

type Limits = Pick<
  Constraints,
  'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum' | 'multiples' | 'formats'
>;

/** @throws ServiceError `schema_unsupported`. */
export function integerText(rules: RuleSet, json: JsonText, asked: Limits, path: string): Expression {
  const limits = withFormats(asked);
  const low = least(limits);
  const high = most(limits);
  const divisor = divisorOf(limits.multiples ?? [], path);
  if (low === undefined && high === undefined && divisor === 1) return json.integer;
  if ((low ?? 0) >= LARGEST || (high ?? 0) <= -LARGEST) throw unsupported(path, 'minimum', 'more than 16 digits');
  const [first, last] = [low, high].map((bound) => (bound === undefined ? undefined : BigInt(bound)));
  const fromZero = first === undefined || first < 0n ? 0n : first;
  const positive = last === undefined || last >= 0n ? naturals(rules, fromZero, last, divisor) : NEVER;
  const fromOne = last === undefined || last >= 0n ? 1n : -last;
  const isNegative = first === undefined || first < 0n;
  const negative = isNegative ? naturals(rules, fromOne, first === undefined ? undefined : -first, divisor) : NEVER;
  return choice(positive, sequence(literal('-'), negative));
}

/** @throws ServiceError `schema_unsupported`. */
export function numberText(rules: RuleSet, json: JsonText, limits: Limits, path: string): Expression {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multiples = [] } = limits;
  const areWhole = multiples.some((multiple) => Number.isInteger(multiple)) || limits.formats?.some(isIntegerFormat);
  if (areWhole) return integerText(rules, json, limits, path);
  const finest = multiples.map((multiple) => placesOf(multiple, path));
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter((bound) => bound !== undefined);
  if (bounds.length === 0) {
    if (finest.length === 0) return json.number;
    return sequence(json.integer, optional(sequence(literal('.'), many(DIGIT, 1, Math.min(...finest)))));
  }
  const digits = bounds.filter((bound) => Math.abs(bound) < LARGEST).map((bound) => decimal(bound));
  if (digits.some(({ whole, fraction }) => whole.length + fraction.length > EXACT_DIGITS)) {
    throw unsupported(path, 'minimum', `bounds of more than ${EXACT_DIGITS} digits`);
  }
  const exact = EXACT_DIGITS - Math.max(0, ...digits.map(({ whole }) => whole.length));
  const places = Math.min(exact, ...finest);
  const low = tighter(minimum, exclusiveMinimum, Math.max);
  const high = tighter(maximum, exclusiveMaximum, Math.min);
  if ((low?.value ?? 0) >= LARGEST || (high?.value ?? 0) <= -LARGEST) throw unsupported(path, 'minimum', 'too large');
  if (low && high && low.value > high.value) return NEVER;
  const mayBe = { negative: !low || low.value < 0, positive: !high || high.value >= 0 };
  const magnitude = (side: { value: number; isExclusive: boolean } | undefined): Bound | undefined =>
    side && Math.abs(side.value) < LARGEST ? { ...decimal(side.value), isExclusive: side.isExclusive } : undefined;
  const [highest, lowest] = [magnitude(high), magnitude(low)];
  const positive = decimals(rules, low && low.value >= 0 ? lowest! : ZERO, highest, places);
  const nearest = high && high.value < 0 ? highest! : { ...ZERO, isExclusive: true };
  const negative = decimals(rules, nearest, lowest, places);
  return choice(mayBe.positive ? positive : NEVER, mayBe.negative ? sequence(literal('-'), negative) : NEVER);
}

/** OpenAPI's formats of integers; other formats are about strings, and `float` and `double` hold for every number. */
function isIntegerFormat(format: string): boolean {
  return /^u?int(8|16|32|64)$/.test(format);
}

function withFormats(limits: Limits): Limits {
  let { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = limits;
  for (const format of limits.formats?.filter(isIntegerFormat) ?? []) {
    const [, unsigned, bits] = /^(u?)int(\d+)$/.exec(format)!;
    minimum = Math.max(minimum, unsigned ? 0 : -(2 ** (Number(bits) - 1)));
    maximum = Math.min(maximum, 2 ** (Number(bits) - (unsigned ? 0 : 1)) - 1);
  }
  return {
    ...limits,
    ...(minimum > Number.NEGATIVE_INFINITY ? { minimum } : {}),
    ...(maximum < Number.POSITIVE_INFINITY ? { maximum } : {}),
  };
}

function tighter(inclusive: number | undefined, exclusive: number | undefined, pick: (a: number, b: number) => number) {
  if (inclusive === undefined && exclusive === undefined) return undefined;
  const value = pick(inclusive ?? exclusive!, exclusive ?? inclusive!);
  return { value, isExclusive: value === exclusive };
}

function least({ minimum, exclusiveMinimum }: Limits): number | undefined {
  const bounds = [minimum, exclusiveMinimum].filter((bound) => bound !== undefined);
  if (bounds.length === 0) return undefined;
  const bound = Math.max(...bounds);
  return clamp(bound === exclusiveMinimum ? Math.floor(bound) + 1 : Math.ceil(bound));
}

function most({ maximum, exclusiveMaximum }: Limits): number | undefined {
  const bounds = [maximum, exclusiveMaximum].filter((bound) => bound !== undefined);
  if (bounds.length === 0) return undefined;
  const bound = Math.min(...bounds);
  return clamp(bound === exclusiveMaximum ? Math.ceil(bound) - 1 : Math.floor(bound));
}

function clamp(bound: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, bound)) + 0;
}

/** The smallest natural number whose multiples are the whole multiples of all. */
function divisorOf(multiples: readonly number[], path: string): number {
  let divisor = 1;
  for (const multiple of multiples) {
    const { whole, fraction } = decimal(multiple);
    const scale = 10 ** fraction.length;
    const numerator = Number(whole + fraction);
    const step = numerator / gcd(numerator, scale);
    divisor = (divisor * step) / gcd(divisor, step);
    if (!(divisor <= LARGEST_DIVISOR)) throw unsupported(path, 'multipleOf', `only up to ${LARGEST_DIVISOR}`);
  }
  return divisor;
}

/** Digits after the point of the multiples of 0.1, 0.01 and so on. */
function placesOf(multiple: number, path: string): number {
  const { whole, fraction } = decimal(multiple);
  if (whole !== '0' || !/^0*1$/.test(fraction) || fraction.length > EXACT_DIGITS) {
    throw unsupported(path, 'multipleOf', 'only whole numbers and 0.1, 0.01 and so on');
  }
  return fraction.length;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

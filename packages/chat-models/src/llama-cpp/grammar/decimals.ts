import { codePoints } from './code-points.ts';
import { naturals } from './digits.ts';
import { characters, choice, EMPTY, type Expression, literal, NEVER, sequence } from './expression.ts';
import { DIGIT, many, optional } from './json-text.ts';
import type { RuleSet } from './rule-set.ts';

/** A number of at least 0, as its digits before and after the point, without zeros at the end. */
export interface Decimal {
  readonly whole: string;
  readonly fraction: string;
}

export interface Bound extends Decimal {
  readonly isExclusive: boolean;
}

export const ZERO: Bound = { whole: '0', fraction: '', isExclusive: false };

/** The digits of `|value|`, as JavaScript writes it. */
export function decimal(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = `${Math.abs(value)}`.split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent);
  const digits =
    shift < 0
      ? '0'.repeat(-shift) + whole + fraction
      : whole + fraction + '0'.repeat(Math.max(0, shift - fraction.length));
  const point = shift < 0 ? whole.length : whole.length + shift;
  return {
    whole: digits.slice(0, point).replace(/^0+(?=[0-9])/, '') || '0',
    fraction: digits.slice(point).replace(/0+$/, ''),
  };
}

/** Numbers between two bounds, without a sign and an exponent, with up to `places` digits after the point. */
export function decimals(rules: RuleSet, low: Bound, high: Bound | undefined, places: number): Expression {
  const anyFraction = places === 0 ? EMPTY : optional(sequence(literal('.'), many(DIGIT, 1, places)));
  const [first, last] = [BigInt(low.whole), high && BigInt(high.whole)];
  if (last !== undefined && first > last) return NEVER;
  if (high && first === last) return sequence(literal(low.whole), fractions(low, high, places));
  const isWholeLow = low.fraction === '' && !low.isExclusive;
  const between = naturals(rules, isWholeLow ? first : first + 1n, last === undefined ? undefined : last - 1n);
  return choice(
    isWholeLow ? NEVER : sequence(literal(low.whole), fractions(low, undefined, places)),
    sequence(between, anyFraction),
    high ? sequence(literal(high.whole), fractions(undefined, high, places)) : NEVER,
  );
}

/** What may follow the digits before the point where those are a bound's. */
function fractions(low: Bound | undefined, high: Bound | undefined, places: number): Expression {
  const mayEnd = (at: number, onLow: boolean, onHigh: boolean) =>
    (!onLow || (at >= low!.fraction.length && !low!.isExclusive)) &&
    (!onHigh || at < high!.fraction.length || !high!.isExclusive);
  const digits = (at: number, onLow: boolean, onHigh: boolean): Expression => {
    const left = places - at;
    if (!onLow && !onHigh) return left === 0 ? EMPTY : many(DIGIT, 0, left);
    const end = at > 0 && mayEnd(at, onLow, onHigh) ? EMPTY : NEVER;
    if (left === 0) return end;
    const [least, most] = [onLow ? Number(low!.fraction[at] ?? 0) : 0, onHigh ? Number(high!.fraction[at] ?? 0) : 9];
    const groups = new Map<string, { digits: string; rest: Expression }>();
    for (let digit = least; digit <= most; digit += 1) {
      const next = [onLow && digit === least, onHigh && digit === most] as const;
      const group = groups.get(next.join()) ?? { digits: '', rest: digits(at + 1, ...next) };
      group.digits += digit;
      groups.set(next.join(), group);
    }
    const options = [...groups.values()].map((group) => sequence(characters(codePoints(group.digits)), group.rest));
    return choice(...options, end);
  };
  const whole = mayEnd(0, low !== undefined, high !== undefined) ? EMPTY : NEVER;
  return choice(whole, sequence(literal('.'), digits(0, low !== undefined, high !== undefined)));
}

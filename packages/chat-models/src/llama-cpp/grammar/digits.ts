import { codePoints } from './code-points.ts';
import { characters, choice, type Expression, isNever, literal, NEVER, sequence } from './expression.ts';
import { DIGIT, many } from './json-text.ts';
import type { RuleSet } from './rule-set.ts';

/** The most digits that a number gets before its point: as many as a double tells apart. */
export const MOST_DIGITS = 16;
const LARGEST = 10n ** BigInt(MOST_DIGITS) - 1n;

/** Numbers from `low` to `high`, without leading zeros, that `divisor` divides. */
export function naturals(rules: RuleSet, low: bigint, high: bigint = LARGEST, divisor = 1): Expression {
  const most = high < LARGEST ? high : LARGEST;
  const options: Expression[] = [];
  const known = new Map<string, Expression>();
  let free: { from: number; to: number } | undefined;
  for (let length = `${low}`.length; length <= `${most}`.length; length += 1) {
    const first = length === 1 ? 0n : 10n ** BigInt(length - 1);
    const last = 10n ** BigInt(length) - 1n;
    if (divisor === 1 && length > 1 && low <= first && most >= last) {
      free = { from: free?.from ?? length - 1, to: length - 1 };
      continue;
    }
    const [least, greatest] = [low > first ? low : first, most < last ? most : last];
    if (least <= greatest)
      options.push(new DigitRange(rules, known, `${least}`, `${greatest}`, divisor).text(0, true, true, 0));
  }
  if (free) options.push(sequence(characters([[49, 57]]), many(DIGIT, free.from, free.to)));
  return choice(...options);
}

/** Numbers of as many digits as both bounds have. */
class DigitRange {
  readonly #rules: RuleSet;
  /** By the digits left and the residue, where no bound binds: ranges of other lengths come there too. */
  readonly #known: Map<string, Expression>;
  readonly #low: string;
  readonly #high: string;
  readonly #divisor: number;

  constructor(rules: RuleSet, known: Map<string, Expression>, low: string, high: string, divisor: number) {
    this.#rules = rules;
    this.#known = known;
    this.#low = low;
    this.#high = high;
    this.#divisor = divisor;
  }

  /**
   * The digits from the one at `at`.
   * @param onLow whether the lower bound still binds: the digits before are its own, and more than zeros follow.
   * @param residue of the digits before, modulo the divisor.
   */
  text(at: number, onLow: boolean, onHigh: boolean, residue: number): Expression {
    const left = this.#low.length - at;
    if (left === 0) return residue === 0 ? literal('') : NEVER;
    if (!onLow && !onHigh && this.#divisor === 1) return many(DIGIT, left, left);
    const place = onLow || onHigh ? undefined : `${left},${residue}`;
    const made = place === undefined ? undefined : this.#known.get(place);
    if (made) return made;
    const groups = new Map<string, { digits: string; rest: Expression }>();
    const [low, high] = [onLow ? Number(this.#low[at]) : 0, onHigh ? Number(this.#high[at]) : 9];
    for (let digit = low; digit <= high; digit += 1) {
      const next = [
        onLow && digit === low && /[1-9]/.test(this.#low.slice(at + 1)),
        onHigh && digit === high && /[0-8]/.test(this.#high.slice(at + 1)),
        (residue * 10 + digit) % this.#divisor,
      ] as const;
      const group = groups.get(next.join()) ?? { digits: '', rest: this.text(at + 1, ...next) };
      group.digits += digit;
      groups.set(next.join(), group);
    }
    const options = [...groups.values()].map(({ digits, rest }) => sequence(characters(codePoints(digits)), rest));
    const expression = choice(...options);
    if (place === undefined) return expression;
    const rule = isNever(expression) ? NEVER : this.#rules.define('digits', expression);
    this.#known.set(place, rule);
    return rule;
  }
}

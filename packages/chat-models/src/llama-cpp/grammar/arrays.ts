import { choice, EMPTY, type Expression, isNever, literal, NEVER, sequence } from './expression.ts';
import { SPACE } from './json-text.ts';
import { repeated } from './repetition.ts';
import type { RuleSet } from './rule-set.ts';

export interface ArrayShape {
  /** The first items, one by one. */
  readonly prefix: readonly Expression[];
  /** Every item after those; `NEVER` where none may come. */
  readonly items: Expression;
  readonly min: number;
  readonly max: number | undefined;
}

export function arrayText(rules: RuleSet, { prefix, items, min, max }: ArrayShape): Expression {
  const first = prefix.length;
  const limit = isNever(items) ? Math.min(max ?? first, first) : max;
  if (limit !== undefined && limit < min) return NEVER;
  const end = literal(']');
  let rest = limit === undefined || limit > first ? sequence(itemsAfter(rules, first, items, min, limit), end) : end;
  for (let i = first - 1; i >= 0; i -= 1) {
    const item = sequence(i > 0 ? COMMA : EMPTY, prefix[i]!, rest);
    rest = choice(i >= min ? end : NEVER, limit === undefined || i < limit ? item : NEVER);
  }
  return sequence(literal('['), rest);
}

function itemsAfter(rules: RuleSet, taken: number, item: Expression, min: number, max: number | undefined): Expression {
  const more = rules.define('more', sequence(COMMA, item));
  if (taken > 0) return repeated(rules, more, Math.max(0, min - taken), max === undefined ? undefined : max - taken);
  const list = sequence(item, repeated(rules, more, Math.max(0, min - 1), max === undefined ? undefined : max - 1));
  return min === 0 ? choice(EMPTY, list) : list;
}

const COMMA = sequence(literal(','), SPACE);

import { EMPTY, type Expression, exclusive, NEVER, sequence } from './expression.ts';
import type { RuleSet } from './rule-set.ts';

/** llama.cpp takes a bound above 2,000 as none at all, without a word. */
const BLOCK = 500;

/**
 * `item` from `min` to `max` times.
 * @param item a rule or a class, never one that matches the empty text.
 */
export function repeated(rules: RuleSet, item: Expression, min: number, max: number | undefined): Expression {
  if (max !== undefined && min > max) return NEVER;
  if (max === 0) return EMPTY;
  const rest = max === undefined ? undefined : max - min;
  if (min <= BLOCK && (rest === undefined || rest <= BLOCK)) return times(item, min, max);
  return sequence(exactly(rules, item, min), atMost(rules, item, rest));
}

function times(item: Expression, min: number, max: number | undefined): Expression {
  if (max === 0) return EMPTY;
  return min === 1 && max === 1 ? item : { kind: 'repeat', item, min, max };
}

function exactly(rules: RuleSet, item: Expression, count: number): Expression {
  if (count <= BLOCK) return times(item, count, count);
  const block = rules.define('block', times(item, BLOCK, BLOCK));
  return sequence(exactly(rules, block, Math.floor(count / BLOCK)), times(item, count % BLOCK, count % BLOCK));
}

/** Whole blocks, and then a part of one. */
function atMost(rules: RuleSet, item: Expression, count: number | undefined): Expression {
  if (count === undefined || count <= BLOCK) return times(item, 0, count);
  const block = rules.define('block', times(item, BLOCK, BLOCK));
  let expression = times(item, 0, count % BLOCK);
  const partial = rules.define('part', times(item, 0, BLOCK - 1));
  for (let blocks = Math.floor(count / BLOCK); blocks > 0; blocks -= 1) {
    expression = rules.define('at-most', exclusive(sequence(block, expression), partial));
  }
  return expression;
}

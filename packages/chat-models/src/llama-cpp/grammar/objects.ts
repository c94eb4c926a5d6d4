import { choice, type Expression, exclusive, isNever, literal, NEVER, sequence } from './expression.ts';
import { SPACE } from './json-text.ts';
import type { RuleSet } from './rule-set.ts';

export interface Property {
  readonly name: string;
  readonly value: Expression;
  readonly isRequired: boolean;
}

/** Properties that the schema does not name, after all that it names. */
export interface Additional {
  /** The rest of a key whose quotation mark was opened. */
  readonly key: Expression;
  readonly value: Expression;
}

/** Properties after which a chain of required ones goes on in another rule, so that no rule grows too long. */
const LONGEST_CHAIN = 32;

/** An object whose properties come in the order of `properties`, each at most once. */
export function objectText(rules: RuleSet, properties: readonly Property[], additional?: Additional): Expression {
  let keys = additional ? additionalMembers(rules, additional) : NEVER;
  let mayEnd = true;
  for (const [i, { name, value, isRequired }] of [...properties.entries()].reverse()) {
    const key = literal(`${JSON.stringify(name).slice(1)}:`);
    const member = sequence(key, SPACE, value, afterMember(keys, mayEnd));
    keys = isRequired ? member : exclusive(member, keys);
    // The keys after an optional property are reached from it and from the one before.
    if (i > 0 && (!properties[i - 1]!.isRequired || i % LONGEST_CHAIN === 0)) keys = shared(rules, keys);
    mayEnd &&= !isRequired;
  }
  return sequence(literal('{'), choice(sequence(literal('"'), keys), mayEnd ? literal('}') : NEVER));
}

function afterMember(keys: Expression, mayEnd: boolean): Expression {
  return choice(sequence(literal(','), SPACE, literal('"'), keys), mayEnd ? literal('}') : NEVER);
}

function additionalMembers(rules: RuleSet, { key, value }: Additional): Expression {
  const name = rules.reserve('additional');
  const members: Expression = { kind: 'rule', name };
  rules.set(name, sequence(key, literal(':'), SPACE, value, afterMember(members, true)));
  return members;
}

function shared(rules: RuleSet, keys: Expression): Expression {
  return isNever(keys) ? NEVER : rules.define('keys', keys);
}

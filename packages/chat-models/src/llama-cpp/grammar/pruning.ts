import { choice, EMPTY, type Expression, NEVER, reference, sequence } from './expression.ts';
import { namesIn, type RuleSet } from './rule-set.ts';

/**
 * Takes out what can never end: an object that must hold one of its own kind, a property whose schema is `false`.
 * A model that began it could not finish. @returns the names of the rules that some text matches.
 */
export function prune(rules: RuleSet, names: ReadonlySet<string>): Set<string> {
  const finite = new Set<string>();
  const users = new Map<string, string[]>();
  for (const name of names) {
    for (const used of namesIn(rules.get(name)!)) users.set(used, [...(users.get(used) ?? []), name]);
  }
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (finite.has(name) || !canEnd(rules.get(name)!, finite)) continue;
    finite.add(name);
    open.push(...(users.get(name) ?? []));
  }
  for (const name of finite) {
    const body = rules.get(name)!;
    if (namesIn(body).some((used) => !finite.has(used))) rules.set(name, without(body, finite));
  }
  return finite;
}

function canEnd(expression: Expression, finite: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case 'rule':
      return finite.has(expression.name);
    case 'sequence':
      return expression.items.every((item) => canEnd(item, finite));
    case 'choice':
      return expression.options.some((option) => canEnd(option, finite));
    case 'repeat':
      return expression.min === 0 || canEnd(expression.item, finite);
    default:
      return true;
  }
}

function without(expression: Expression, finite: ReadonlySet<string>): Expression {
  switch (expression.kind) {
    case 'rule':
      return finite.has(expression.name) ? reference(expression.name) : NEVER;
    case 'sequence':
      return sequence(...expression.items.map((item) => without(item, finite)));
    case 'choice': {
      const left = choice(...expression.options.map((option) => without(option, finite)));
      return left.kind === 'choice' ? { ...expression, ...left } : left;
    }
    case 'repeat':
      return canEnd(expression.item, finite) ? expression : EMPTY;
    default:
      return expression;
  }
}

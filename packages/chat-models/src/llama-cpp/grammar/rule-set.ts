import { type Expression, print, reference } from './expression.ts';

/** Rules by name. Rules that say the same are one. */
export class RuleSet {
  readonly #rules = new Map<string, Expression>();
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** A name like `hint` that no other rule has; its rule may come later, by `set`. */
  reserve(hint: string): string {
    const base = hint.replaceAll(/[^a-zA-Z0-9-]+/g, '-').slice(0, 40) || 'rule';
    let name = base;
    for (let i = 2; this.#taken.has(name); i += 1) name = `${base}-${i}`;
    this.#taken.add(name);
    return name;
  }

  set(name: string, expression: Expression): void {
    this.#rules.set(name, expression);
    this.#names.set(print(expression), name);
  }

  /** A rule that says `expression`: one that is there, or a new one. */
  define(hint: string, expression: Expression): Expression {
    if (expression.kind === 'rule') return expression;
    const text = print(expression);
    let name = this.#names.get(text);
    if (name === undefined) {
      name = this.reserve(hint);
      this.set(name, expression);
    }
    return reference(name);
  }

  get(name: string): Expression | undefined {
    return this.#rules.get(name);
  }

  entries(): IterableIterator<[string, Expression]> {
    return this.#rules.entries();
  }
}

/** The rules that `name` needs, itself included. */
export function reachable(rules: RuleSet, names: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const body = found.has(name) ? undefined : rules.get(name);
    if (!body) continue;
    found.add(name);
    open.push(...namesIn(body));
  }
  return found;
}

export function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'rule':
      return [expression.name];
    case 'sequence':
      return expression.items.flatMap(namesIn);
    case 'choice':
      return expression.options.flatMap(namesIn);
    case 'repeat':
      return namesIn(expression.item);
    default:
      return [];
  }
}

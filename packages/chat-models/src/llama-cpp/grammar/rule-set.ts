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
    return this.#existing(expression) ?? this.defineAs(this.reserve(hint), expression);
  }

  /** The same, under a name that was reserved. */
  defineAs(reserved: string, expression: Expression): Expression {
    if (expression.kind === 'rule') return expression;
    const existing = this.#existing(expression);
    if (existing) return existing;
    this.set(reserved, expression);
    return reference(reserved);
  }

  #existing(expression: Expression): Expression | undefined {
    const name = this.#names.get(print(expression));
    return name === undefined ? undefined : reference(name);
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

/** The rules that an expression refers to, each as often as it does. */
export function namesIn(expression: Expression): string[] {
  const names: string[] = [];
  const open = [expression];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind === 'rule') names.push(at.name);
    else if (at.kind === 'sequence') open.push(...at.items);
    else if (at.kind === 'choice') open.push(...at.options);
    else if (at.kind === 'repeat') open.push(at.item);
  }
  return names;
}

/**
 * The names in groups of those that need one another, each group after all that it needs (Tarjan, without recursion:
 * a chain of rules may be thousands long).
 */
export function components(names: Iterable<string>, needs: (name: string) => Iterable<string>): Set<string>[] {
  const found: Set<string>[] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const pending: string[] = [];
  const isPending = new Set<string>();
  const enter = (name: string) => {
    order.set(name, order.size);
    lowest.set(name, order.size - 1);
    pending.push(name);
    isPending.add(name);
    return { name, rest: needs(name)[Symbol.iterator]() };
  };
  const lower = (name: string, by: number) => lowest.set(name, Math.min(lowest.get(name)!, by));
  for (const start of names) {
    if (order.has(start)) continue;
    const path = [enter(start)];
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const next = at.rest.next();
      if (!next.done) {
        if (!order.has(next.value)) path.push(enter(next.value));
        else if (isPending.has(next.value)) lower(at.name, order.get(next.value)!);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) lower(parent.name, lowest.get(at.name)!);
      if (lowest.get(at.name) !== order.get(at.name)) continue;
      const members = pending.splice(pending.lastIndexOf(at.name));
      for (const member of members) isPending.delete(member);
      found.push(new Set(members));
    }
  }
  return found;
}

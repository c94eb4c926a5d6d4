import { intersection } from './code-points.ts';
import { choice, EMPTY, type Expression, literal, print, sequence } from './expression.ts';
import { FirstCharacters } from './first-characters.ts';
import type { RuleSet } from './rule-set.ts';

const MOST_STEPS = 500;
/** How often one rule is opened on the way to a place: a recursive one could be opened without end. */
const MOST_OPENINGS = 3;

interface Branch {
  /** What comes first: a text, a rule or a repetition; undefined for the empty text. */
  readonly head: Expression | undefined;
  readonly tail: Expression;
}

interface Group {
  readonly head: Expression | undefined;
  readonly tails: readonly Expression[];
}

/**
 * Lets alternatives share their common beginning: `"cat" | "car"` becomes `"ca" ("t" | "r")`, through rules as well.
 * llama.cpp passes over the vocabulary once for each alternative that is still possible, and two objects that begin
 * alike inside one another would double them at every level.
 */
export class Factoring {
  readonly #rules: RuleSet;
  readonly #first: FirstCharacters;
  readonly #made = new Map<string, Expression>();
  #steps = 0;

  constructor(rules: RuleSet) {
    this.#rules = rules;
    this.#first = new FirstCharacters(rules);
  }

  of(expression: Expression): Expression {
    return this.#factored(expression, []);
  }

  #factored(expression: Expression, opened: readonly string[]): Expression {
    if (expression.kind !== 'choice') return expression;
    const areLiterals = expression.options.every(({ kind }) => kind === 'literal');
    this.#steps += areLiterals ? 0 : 1;
    if (this.#steps > MOST_STEPS) return expression;
    const key = areLiterals ? '' : print(expression);
    const known = this.#made.get(key);
    if (known) return known;
    const { groups, names } = this.#groups(expression.options, opened);
    if (groups.every(({ tails }) => tails.length === 1)) return expression;
    const parts = groups.map(({ head, tails }) =>
      sequence(head ?? EMPTY, this.#factored(choice(...tails), [...opened, ...names])),
    );
    const made = choice(...parts);
    if (areLiterals || made.kind !== 'choice') return made;
    const rule = this.#rules.define('either', made);
    this.#made.set(key, rule);
    return rule;
  }

  /** The options by what they begin with, opened as far as they overlap without being the same. */
  #groups(options: readonly Expression[], opened: readonly string[]): { groups: Group[]; names: string[] } {
    let branches = options.flatMap(branchesOf);
    const names: string[] = [];
    for (;;) {
      const groups = grouped(branches);
      const open = groups.filter((group) => this.#canOpen(group.head, opened) && this.#overlapsAny(group, groups));
      this.#steps += open.length > 0 ? 1 : 0;
      if (open.length === 0 || this.#steps > MOST_STEPS) return { groups: groups.map(withCommonText), names };
      branches = groups.flatMap(({ head, tails }, i) =>
        tails.flatMap((tail) => {
          if (head?.kind !== 'rule' || !open.includes(groups[i]!)) return [{ head, tail }];
          names.push(head.name);
          return branchesOf(this.#rules.get(head.name)!).map((branch) => ({
            ...branch,
            tail: sequence(branch.tail, tail),
          }));
        }),
      );
    }
  }

  #canOpen(head: Expression | undefined, opened: readonly string[]): boolean {
    if (head?.kind !== 'rule' || this.#rules.get(head.name) === undefined) return false;
    return opened.filter((name) => name === head.name).length < MOST_OPENINGS;
  }

  #overlapsAny(group: Group, all: readonly Group[]): boolean {
    const mine = this.#first.of(group.head!).codePoints;
    return all.some(
      (other) => other !== group && other.head && intersection(mine, this.#first.of(other.head).codePoints).length > 0,
    );
  }
}

function grouped(branches: readonly Branch[]): Group[] {
  const groups = new Map<string, { head: Expression | undefined; tails: Expression[] }>();
  for (const { head, tail } of branches) {
    const key = head ? print(head) : '';
    const group = groups.get(key);
    if (group) group.tails.push(tail);
    else groups.set(key, { head, tails: [tail] });
  }
  return [...groups.values()];
}

/** A group that begins with a character begins with all the characters that its tails share. */
function withCommonText({ head, tails }: Group): Group {
  if (head?.kind !== 'literal' || tails.length === 1) return { head, tails };
  const parts = tails.map((tail) => (tail.kind === 'sequence' ? tail.items : [tail]));
  const texts = parts.map(([first]) => (first?.kind === 'literal' ? [...first.text] : []));
  let shared = 0;
  while (texts.every((text) => text[shared] !== undefined && text[shared] === texts[0]![shared])) shared += 1;
  return {
    head: literal(head.text + texts[0]!.slice(0, shared).join('')),
    tails: parts.map((items, i) =>
      sequence(literal(texts[i]!.slice(shared).join('')), ...items.slice(texts[i]!.length > 0 ? 1 : 0)),
    ),
  };
}

function branchesOf(expression: Expression): Branch[] {
  switch (expression.kind) {
    case 'literal': {
      const [character = ''] = expression.text;
      return [{ head: literal(character), tail: literal(expression.text.slice(character.length)) }];
    }
    case 'sequence': {
      const [first, ...rest] = expression.items;
      if (!first) return [{ head: undefined, tail: EMPTY }];
      return branchesOf(first).flatMap(({ head, tail }) =>
        head ? [{ head, tail: sequence(tail, ...rest) }] : branchesOf(sequence(...rest)),
      );
    }
    case 'choice':
      return expression.options.flatMap(branchesOf);
    default:
      return [{ head: expression, tail: EMPTY }];
  }
}

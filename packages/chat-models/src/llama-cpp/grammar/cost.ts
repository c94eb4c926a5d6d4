import { type Expression, print } from './expression.ts';
import { FirstCharacters } from './first-characters.ts';
import { GRAMMAR_LIMITS } from './limits.ts';
import { components, namesIn, type RuleSet } from './rule-set.ts';

/** What a grammar would cost llama.cpp, which has no limits of its own. */
export class GrammarCost {
  readonly #rules: RuleSet;
  readonly #parses: ParseCost;
  readonly #counted = new Set<string>();
  #made = 0;
  #text = 0;

  constructor(rules: RuleSet) {
    this.#rules = rules;
    this.#parses = new ParseCost(rules);
  }

  /**
   * Counts rules that are complete, with all that they need.
   * @returns why the grammar is too costly with them; undefined where it is not.
   */
  add(names: ReadonlySet<string>): string | undefined {
    const fresh = [...names].filter((name) => !this.#counted.has(name));
    for (const name of fresh) {
      this.#counted.add(name);
      this.#made += rulesMade(this.#rules.get(name)!) + 1;
      this.#text += print(this.#rules.get(name)!).length + name.length;
    }
    if (this.#made > GRAMMAR_LIMITS.rules || this.#text > GRAMMAR_LIMITS.text) return 'the schema is too large';
    const needs = (name: string) => namesIn(this.#rules.get(name)!);
    for (const component of components(fresh, needs)) this.#parses.add(component);
    if (this.#parses.most > GRAMMAR_LIMITS.parses) {
      return 'too many alternatives begin alike; let each begin with a property whose `const` tells it apart';
    }
    return this.#parses.paths > GRAMMAR_LIMITS.paths ? 'its alternatives are nested too deep' : undefined;
  }
}

/** Rules that llama.cpp makes of an expression: one for each group, and one for each repetition that may be left out. */
function rulesMade(expression: Expression): number {
  switch (expression.kind) {
    case 'sequence':
      return expression.items.reduce((sum, item) => sum + rulesMade(item), 0);
    case 'choice':
      return 1 + expression.options.reduce((sum, option) => sum + rulesMade(option), 0);
    case 'repeat':
      return Math.max(expression.min, expression.max ?? 1);
    default:
      return 0;
  }
}

/** More than any limit, and still a number to reckon with. */
const ENDLESS = 1e9;

/** How many readings of one text there may be at once, and how many ways lead to the first character. */
class ParseCost {
  most = 1;
  paths = 0;
  readonly #rules: RuleSet;
  readonly #first: FirstCharacters;
  readonly #parses = new Map<string, number>();
  readonly #paths = new Map<string, number>();
  /** The rules that need one another and are being added; none where a rule does not need itself. */
  #recursive: ReadonlySet<string> = new Set();

  constructor(rules: RuleSet) {
    this.#rules = rules;
    this.#first = new FirstCharacters(rules);
  }

  /** Adds rules that need one another; those that they need come before. */
  add(component: ReadonlySet<string>): void {
    const [only = ''] = component;
    const isRecursive = component.size > 1 || namesIn(this.#rules.get(only)!).includes(only);
    this.#recursive = isRecursive ? component : new Set();
    for (const name of component) {
      if (this.#parses.has(name)) continue;
      const parses = this.#parsesOf(this.#rules.get(name)!);
      this.#parses.set(name, parses);
      this.most = Math.max(this.most, parses);
    }
    for (const name of component) this.paths += this.#pathsOfRule(name);
  }

  #parsesOf(expression: Expression): number {
    switch (expression.kind) {
      case 'rule':
        return this.#parses.get(expression.name) ?? 1;
      case 'sequence':
        return Math.max(1, ...expression.items.map((item) => this.#parsesOf(item)));
      case 'repeat':
        return this.#parsesOf(expression.item);
      case 'choice':
        return expression.isExclusive
          ? Math.max(...expression.options.map((option) => this.#parsesOf(option)))
          : this.#overlap(expression.options);
      default:
        return 1;
    }
  }

  /** The most readings of options that one character can begin; without end where two of them come back here. */
  #overlap(options: readonly Expression[]): number {
    const edges = options.flatMap((option) => {
      const parses = this.#parsesOf(option);
      const recursive = this.#isRecursive(option) ? 1 : 0;
      return this.#first.of(option).codePoints.flatMap(([first, last]) => [
        { at: first, parses, recursive },
        { at: last + 1, parses: -parses, recursive: -recursive },
      ]);
    });
    edges.sort((a, b) => a.at - b.at || a.parses - b.parses);
    let [most, parses, recursive] = [1, 0, 0];
    for (const edge of edges) {
      parses += edge.parses;
      recursive += edge.recursive;
      most = Math.max(most, recursive > 1 ? ENDLESS : parses);
    }
    return most;
  }

  #isRecursive(option: Expression): boolean {
    return this.#recursive.size > 0 && namesIn(option).some((name) => this.#recursive.has(name));
  }

  /** llama.cpp looks for left recursion along every path anew. */
  #pathsOfRule(name: string): number {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    this.#paths.set(name, ENDLESS);
    const paths = 1 + this.#pathsOf(this.#rules.get(name)!);
    this.#paths.set(name, paths);
    return paths;
  }

  #pathsOf(expression: Expression): number {
    switch (expression.kind) {
      case 'rule':
        return this.#pathsOfRule(expression.name);
      case 'choice':
        return expression.options.reduce((sum, option) => sum + this.#pathsOf(option), 1);
      case 'repeat':
        return this.#pathsOf(expression.item) + 1;
      case 'sequence': {
        let paths = 0;
        for (const item of expression.items) {
          paths += this.#pathsOf(item);
          if (!this.#first.of(item).mayBeEmpty) break;
        }
        return paths;
      }
      default:
        return 0;
    }
  }
}

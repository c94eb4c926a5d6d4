import { type CodePoints, codePoints, union } from './code-points.ts';
import type { Expression } from './expression.ts';
import type { RuleSet } from './rule-set.ts';

interface First {
  readonly codePoints: CodePoints;
  /** Whether the empty text matches. */
  readonly mayBeEmpty: boolean;
}

/** Which characters the texts of an expression can begin with. */
export class FirstCharacters {
  readonly #rules: RuleSet;
  readonly #known = new Map<string, First>();

  constructor(rules: RuleSet) {
    this.#rules = rules;
  }

  of(expression: Expression): First {
    switch (expression.kind) {
      case 'literal':
        return { codePoints: codePoints(String.fromCodePoint(expression.text.codePointAt(0)!)), mayBeEmpty: false };
      case 'class':
        return { codePoints: expression.codePoints, mayBeEmpty: false };
      case 'rule':
        return this.#ofRule(expression.name);
      case 'sequence':
        return this.#ofSequence(expression.items);
      case 'choice': {
        const options = expression.options.map((option) => this.of(option));
        const mayBeEmpty = options.some((option) => option.mayBeEmpty);
        return { codePoints: union(...options.map((option) => option.codePoints)), mayBeEmpty };
      }
      case 'repeat': {
        const item = this.of(expression.item);
        return { codePoints: item.codePoints, mayBeEmpty: expression.min === 0 || item.mayBeEmpty };
      }
    }
  }

  #ofSequence(items: readonly Expression[]): First {
    const sets: CodePoints[] = [];
    for (const item of items) {
      const first = this.of(item);
      sets.push(first.codePoints);
      if (!first.mayBeEmpty) return { codePoints: union(...sets), mayBeEmpty: false };
    }
    return { codePoints: union(...sets), mayBeEmpty: true };
  }

  #ofRule(name: string): First {
    let first = this.#known.get(name);
    if (!first) {
      const body = this.#rules.get(name);
      first = body ? this.of(body) : { codePoints: [], mayBeEmpty: false };
      if (body) this.#known.set(name, first);
    }
    return first;
  }
}

import { ANY_CODE_POINT, type CodePoints, codePoints, difference, intersection } from './code-points.ts';
import { characters, choice, EMPTY, type Expression, literal, reference, sequence } from './expression.ts';
import type { RuleSet } from './rule-set.ts';

const SHORT_ESCAPES = new Map([...'"\\\b\f\n\r\t'].map((character) => [character, JSON.stringify(character)[2]!]));
const ESCAPED = codePoints([0, 0x1f], '"\\');
const LONG_ESCAPES = difference(ESCAPED, codePoints([...SHORT_ESCAPES.keys()].join('')));

/**
 * One of `set` inside a JSON string. Each character has one spelling, that of `JSON.stringify`, so that no length,
 * pattern or key can be got round with an escape, and no escape of a lone surrogate can be written.
 */
export function jsonCharacter(asked: CodePoints): Expression {
  const set = intersection(asked, ANY_CODE_POINT);
  const short = [...SHORT_ESCAPES].filter(([character]) => intersection(set, codePoints(character)).length > 0);
  const long = [0, 1].map((sixteens) => {
    const lows = intersection(set, intersection(LONG_ESCAPES, [[sixteens * 16, sixteens * 16 + 15]]));
    const digits = lows.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, i) => ((first + i) % 16).toString(16)),
    );
    return sequence(literal(`${sixteens}`), characters(codePoints(digits.join(''))));
  });
  const letters = characters(codePoints(short.map(([, letter]) => letter).join('')));
  const escapes = choice(letters, sequence(literal('u00'), choice(...long)));
  return choice(characters(difference(set, ESCAPED)), sequence(literal('\\'), escapes));
}

export const DIGIT: Expression = characters([[48, 57]]);
/** What may stand after `:` and `,`: models are trained on both ways. */
export const SPACE: Expression = { kind: 'repeat', item: literal(' '), min: 0, max: 1 };

export function many(item: Expression, min: number, max?: number): Expression {
  return { kind: 'repeat', item, min, max };
}

export function optional(item: Expression): Expression {
  return choice(item, EMPTY);
}

/** The rules that many schemas share. Digits are limited, so that no number goes on for ever. */
export class JsonText {
  readonly character: Expression;
  /** The rest of a string whose quotation mark was opened. */
  readonly stringRest: Expression;
  readonly string: Expression;
  /** Up to 16 digits. */
  readonly integer: Expression;
  /** Up to 16 digits before and after the point, and an exponent of two. */
  readonly number: Expression;
  readonly boolean = choice(literal('true'), literal('false'));
  readonly null = literal('null');
  readonly object: Expression;
  readonly array: Expression;
  readonly value: Expression;

  constructor(rules: RuleSet) {
    this.character = rules.define('char', jsonCharacter(ANY_CODE_POINT));
    this.stringRest = rules.define('string-rest', sequence(many(this.character, 0), literal('"')));
    this.string = rules.define('string', sequence(literal('"'), this.stringRest));

    const whole = choice(literal('0'), sequence(characters([[49, 57]]), many(DIGIT, 0, 15)));
    this.integer = rules.define('integer', sequence(optional(literal('-')), whole));
    const fraction = sequence(literal('.'), many(DIGIT, 1, 16));
    const sign = optional(characters(codePoints('+-')));
    const exponent = sequence(characters(codePoints('eE')), sign, many(DIGIT, 1, 2));
    this.number = rules.define('number', sequence(this.integer, optional(fraction), optional(exponent)));

    const value = reference(rules.reserve('value'));
    const member = rules.define('member', sequence(this.string, literal(':'), SPACE, value));
    const moreMembers = rules.define('more-members', sequence(literal(','), SPACE, member));
    const moreValues = rules.define('more-values', sequence(literal(','), SPACE, value));
    const members = optional(sequence(member, many(moreMembers, 0)));
    const values = optional(sequence(value, many(moreValues, 0)));
    this.object = rules.define('object', sequence(literal('{'), members, literal('}')));
    this.array = rules.define('array', sequence(literal('['), values, literal(']')));
    rules.set(value.name, choice(this.object, this.array, this.string, this.number, this.boolean, this.null));
    this.value = value;
  }
}

import { ANY_CODE_POINT, type CodePoints, codePoints, difference, union } from './code-points.ts';
import { GRAMMAR_LIMITS } from './limits.ts';

/** A regular expression in the strict sense: no look-around, no back-references. */
export type Pattern =
  | { readonly kind: 'class'; readonly codePoints: CodePoints }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly item: Pattern; readonly min: number; readonly max: number | undefined };

/** Why a pattern cannot be used. */
export class PatternError extends Error {}

const DIGITS = codePoints([48, 57]);
const WORD = union(DIGITS, codePoints([65, 90], [97, 122], '_'));
const LINE_ENDS = codePoints('\n\r\u2028\u2029');
const WHITE_SPACE = union(
  LINE_ENDS,
  codePoints([9, 13], ' \u00a0\u1680\ufeff', [0x2000, 0x200a], '\u202f\u205f\u3000'),
);
const CLASSES: Readonly<Record<string, CodePoints>> = {
  d: DIGITS,
  D: difference(ANY_CODE_POINT, DIGITS),
  w: WORD,
  W: difference(ANY_CODE_POINT, WORD),
  s: WHITE_SPACE,
  S: difference(ANY_CODE_POINT, WHITE_SPACE),
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };
const ANYTHING: Pattern = {
  kind: 'repeat',
  item: { kind: 'class', codePoints: ANY_CODE_POINT },
  min: 0,
  max: undefined,
};

/**
 * Reads a pattern as JSON Schema means it: JavaScript's syntax with the `u` flag, found anywhere in the text unless
 * anchored. The result matches whole texts. Anchors may stand at the ends of the pattern's outermost alternatives.
 * @throws PatternError
 */
export function parsePattern(source: string): Pattern {
  if (source.length > GRAMMAR_LIMITS.patternLength) {
    throw new PatternError(`longer than ${GRAMMAR_LIMITS.patternLength} characters`);
  }
  return new PatternParser(source).parse();
}

class PatternParser {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#characters = [...source];
  }

  parse(): Pattern {
    const options: Pattern[] = [];
    do {
      const isFromStart = this.#take('^');
      const items = this.#items();
      const isToEnd = this.#take('$');
      options.push(sequence([...(isFromStart ? [] : [ANYTHING]), ...items, ...(isToEnd ? [] : [ANYTHING])]));
    } while (this.#take('|'));
    if (this.#at < this.#characters.length) throw new PatternError(`unexpected ${this.#characters[this.#at]}`);
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  #alternatives(): Pattern {
    this.#depth += 1;
    if (this.#depth > GRAMMAR_LIMITS.patternDepth) throw new PatternError('nested too deep');
    const options = [sequence(this.#items())];
    while (this.#take('|')) options.push(sequence(this.#items()));
    this.#depth -= 1;
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  #items(): Pattern[] {
    const items: Pattern[] = [];
    for (let next = this.#peek(); next !== undefined && !'|)$'.includes(next); next = this.#peek()) {
      items.push(this.#quantified(this.#item()));
    }
    return items;
  }

  #item(): Pattern {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'class', codePoints: this.#class() };
      case '.':
        return { kind: 'class', codePoints: difference(ANY_CODE_POINT, LINE_ENDS) };
      case '\\':
        return { kind: 'class', codePoints: this.#escape('^$\\.*+?()[]{}|/-') };
      case '^':
        throw new PatternError('`^` may only begin an outermost alternative');
      case '*':
      case '+':
      case '?':
      case '{':
      case '}':
      case ']':
        throw new PatternError(`unexpected ${character}`);
      default:
        return { kind: 'class', codePoints: codePoints(character) };
    }
  }

  #group(): Pattern {
    if (this.#take('?')) {
      const kind = this.#next();
      if (kind === '<' && !'=!'.includes(this.#peek() ?? '=')) while (this.#next() !== '>');
      else if (kind !== ':') throw new PatternError(`(?${kind} is not supported`);
    }
    const inner = this.#alternatives();
    if (this.#peek() === '$') throw new PatternError('`$` may only end an outermost alternative');
    if (!this.#take(')')) throw new PatternError('a group is not closed');
    return inner;
  }

  #quantified(item: Pattern): Pattern {
    let [min, max]: [number, number | undefined] = [1, 1];
    if (this.#take('*')) [min, max] = [0, undefined];
    else if (this.#take('+')) [min, max] = [1, undefined];
    else if (this.#take('?')) [min, max] = [0, 1];
    else if (this.#take('{')) {
      min = this.#count();
      max = this.#take(',') ? (this.#peek() === '}' ? undefined : this.#count()) : min;
      if (!this.#take('}')) throw new PatternError('a count is not closed');
      if (max !== undefined && max < min) throw new PatternError('a count ends before it begins');
    } else return item;
    // Which of several matches is found makes no difference to whether there is one.
    this.#take('?');
    return { kind: 'repeat', item, min, max };
  }

  #class(): CodePoints {
    const isNegated = this.#take('^');
    const parts: CodePoints[] = [];
    while (!this.#take(']')) {
      const first = this.#classAtom();
      if (this.#peek() !== '-' || this.#characters[this.#at + 1] === ']') {
        parts.push(first);
        continue;
      }
      this.#at += 1;
      const [low, high] = [first, this.#classAtom()].map((set) => (size(set) === 1 ? set[0]![0] : undefined));
      if (low === undefined || high === undefined || low > high) throw new PatternError('a range of no characters');
      parts.push([[low, high]]);
    }
    const set = union(...parts);
    return isNegated ? difference(ANY_CODE_POINT, set) : difference(set, [[0xd800, 0xdfff]]);
  }

  #classAtom(): CodePoints {
    const character = this.#next();
    return character === '\\' ? this.#escape('^$\\.*+?()[]{}|/-') : codePoints(character);
  }

  #escape(syntax: string): CodePoints {
    const character = this.#next();
    if (Object.hasOwn(CLASSES, character)) return CLASSES[character]!;
    if (Object.hasOwn(CONTROLS, character)) return codePoints(CONTROLS[character]!);
    if (syntax.includes(character)) return codePoints(character);
    if (character === 'x') return this.#hex(2);
    if (character === 'u') {
      if (!this.#take('{')) return this.#hex(4);
      let digits = '';
      for (let digit = this.#next(); digit !== '}'; digit = this.#next()) digits += digit;
      return hex(digits);
    }
    throw new PatternError(`\\${character} is not supported`);
  }

  #hex(length: number): CodePoints {
    return hex(Array.from({ length }, () => this.#next()).join(''));
  }

  #count(): number {
    let digits = '';
    while (/^[0-9]$/.test(this.#peek() ?? '')) digits += this.#next();
    if (digits === '') throw new PatternError('a count has no digits');
    return Number(digits);
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw new PatternError('ends too early');
    this.#at += 1;
    return character;
  }

  #take(character: string): boolean {
    const isThere = this.#peek() === character;
    if (isThere) this.#at += 1;
    return isThere;
  }
}

function sequence(items: readonly Pattern[]): Pattern {
  return items.length === 1 ? items[0]! : { kind: 'sequence', items };
}

function hex(digits: string): CodePoints {
  const codePoint = /^[0-9a-fA-F]{1,6}$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
  if (!(codePoint <= 0x10ffff) || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
    throw new PatternError('an escape of no character');
  }
  return codePoints(codePoint);
}

function size(set: CodePoints): number {
  return set.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

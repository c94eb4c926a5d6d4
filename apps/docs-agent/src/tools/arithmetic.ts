/** Why an expression has no value, in words for who wrote it. */
export class ArithmeticError extends Error {}

const MAX_DEPTH = 50;
const TOKEN = /\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([a-z][a-z0-9]*)|(\*\*|[-+*/%^(),]))/iy;

const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };
type RealFunction = (...values: number[]) => number;
const FUNCTIONS: ReadonlyMap<string, RealFunction> = new Map<string, RealFunction>([
  ['abs', (value) => Math.abs(value!)],
  ['ceil', (value) => Math.ceil(value!)],
  ['floor', (value) => Math.floor(value!)],
  ['round', (value, digits = 0) => Math.round(value! * 10 ** digits) / 10 ** digits],
  ['sqrt', (value) => Math.sqrt(value!)],
  ['exp', (value) => Math.exp(value!)],
  ['ln', (value) => Math.log(value!)],
  ['log', (value) => Math.log10(value!)],
  ['log2', (value) => Math.log2(value!)],
  ['log10', (value) => Math.log10(value!)],
  ['pow', (base, exponent) => base! ** exponent!],
  ['min', Math.min],
  ['max', Math.max],
]);
const ARITIES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  round: [1, 2],
  pow: [2, 2],
  min: [1, 50],
  max: [1, 50],
};

/**
 * The value of an arithmetic expression: `+ - * / % ^ **`, parentheses, `pi`, `e` and the functions above. A power binds
 * to the right and before a sign: `-2 ^ 2` is -4.
 * @throws ArithmeticError where it is none, or its value is no finite number.
 */
export function evaluate(expression: string): number {
  const parser = new Parser(tokensOf(expression));
  const value = parser.whole();
  if (!Number.isFinite(value)) throw new ArithmeticError('the result is not a finite number');
  return value;
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new ArithmeticError(`"${text.slice(at).trim().slice(0, 10)}" is no number or operator`);
    tokens.push(found[1] ?? found[2]?.toLowerCase() ?? found[3]!);
  }
  return tokens;
}

/** Recursive descent over sums, products, signs, powers and atoms. */
class Parser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): number {
    const value = this.#sum();
    if (this.#at < this.#tokens.length) throw new ArithmeticError(`"${this.#tokens[this.#at]}" is not expected there`);
    return value;
  }

  #sum(): number {
    if (++this.#depth > MAX_DEPTH) throw new ArithmeticError('the expression is nested too deeply');
    let value = this.#product();
    for (let operator = this.#take('+', '-'); operator; operator = this.#take('+', '-')) {
      const right = this.#product();
      value = operator === '+' ? value + right : value - right;
    }
    this.#depth -= 1;
    return value;
  }

  #product(): number {
    let value = this.#signed();
    for (let operator = this.#take('*', '/', '%'); operator; operator = this.#take('*', '/', '%')) {
      const right = this.#signed();
      if (operator !== '*' && right === 0) throw new ArithmeticError('division by zero');
      value = operator === '*' ? value * right : operator === '/' ? value / right : value % right;
    }
    return value;
  }

  #signed(): number {
    let sign = 1;
    for (let operator = this.#take('+', '-'); operator; operator = this.#take('+', '-')) {
      if (operator === '-') sign = -sign;
    }
    return sign * this.#power();
  }

  #power(): number {
    const base = this.#atom();
    if (!this.#take('^', '**')) return base;
    if (++this.#depth > MAX_DEPTH) throw new ArithmeticError('the expression is nested too deeply');
    const value = base ** this.#signed();
    this.#depth -= 1;
    return value;
  }

  #atom(): number {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new ArithmeticError('the expression ends too early');
    if (/^[\d.]/.test(token)) return Number(token);
    if (token === '(') {
      const value = this.#sum();
      this.#expect(')');
      return value;
    }
    const apply = FUNCTIONS.get(token);
    if (apply) return this.#call(token, apply);
    if (Object.hasOwn(CONSTANTS, token)) return CONSTANTS[token]!;
    throw new ArithmeticError(`"${token}" is not known`);
  }

  #call(name: string, apply: RealFunction): number {
    this.#expect('(');
    const values = [this.#sum()];
    while (this.#take(',')) values.push(this.#sum());
    this.#expect(')');
    const [least, most] = ARITIES[name] ?? [1, 1];
    if (values.length < least || values.length > most) throw new ArithmeticError(`${name} takes other arguments`);
    return apply(...values);
  }

  #take(...tokens: readonly string[]): string | undefined {
    const next = this.#tokens[this.#at];
    if (next === undefined || !tokens.includes(next)) return undefined;
    this.#at += 1;
    return next;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new ArithmeticError(`"${token}" is missing`);
  }
}

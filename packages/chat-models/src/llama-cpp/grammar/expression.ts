import type { CodePoints } from './code-points.ts';

/** What a rule of a grammar may say. Build with the functions below, which keep it in a normal form. */
export type Expression =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'class'; readonly codePoints: CodePoints }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'sequence'; readonly items: readonly Expression[] }
  /** `isExclusive`: no text goes far into two of the options, though they may begin alike. */
  | { readonly kind: 'choice'; readonly options: readonly Expression[]; readonly isExclusive?: true }
  /** `item` is one class or rule; without `max` it may go on for ever. */
  | { readonly kind: 'repeat'; readonly item: Expression; readonly min: number; readonly max: number | undefined };

export const EMPTY: Expression = { kind: 'sequence', items: [] };
/** Matches nothing: a sequence with it is never, a choice goes without it. */
export const NEVER: Expression = { kind: 'choice', options: [] };

export const literal = (text: string): Expression => (text === '' ? EMPTY : { kind: 'literal', text });
export const reference = (name: string) => ({ kind: 'rule', name }) as const satisfies Expression;
export const isNever = (expression: Expression) => expression.kind === 'choice' && expression.options.length === 0;

export function characters(codePoints: CodePoints): Expression {
  if (codePoints.length === 0) return NEVER;
  const [[first, last]] = codePoints as [readonly [number, number]];
  if (codePoints.length === 1 && first === last) return literal(String.fromCodePoint(first));
  return { kind: 'class', codePoints };
}

export function sequence(...parts: readonly Expression[]): Expression {
  const items: Expression[] = [];
  for (const part of parts.flatMap((each) => (each.kind === 'sequence' ? each.items : [each]))) {
    if (isNever(part)) return NEVER;
    const previous = items.at(-1);
    if (part.kind === 'literal' && previous?.kind === 'literal') {
      items[items.length - 1] = literal(previous.text + part.text);
    } else items.push(part);
  }
  return items.length === 1 ? items[0]! : { kind: 'sequence', items };
}

export function choice(...parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((each) => (each.kind === 'choice' ? each.options : [each]));
  if (flat.length === 1) return flat[0]!;
  const options = [...new Map(flat.map((option) => [print(option), option])).values()];
  return options.length === 1 ? options[0]! : { kind: 'choice', options };
}

export function exclusive(...parts: readonly Expression[]): Expression {
  const made = choice(...parts);
  return made.kind === 'choice' ? { ...made, isExclusive: true } : made;
}

/** The text of an expression in GBNF; two expressions are the same when their texts are. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return quoted(expression.text);
    case 'class':
      return `[${expression.codePoints.map(([first, last]) => range(first, last)).join('')}]`;
    case 'rule':
      return expression.name;
    case 'sequence':
      if (expression.items.length === 0) return '""';
      return expression.items.map((item) => (item.kind === 'choice' ? `(${print(item)})` : print(item))).join(' ');
    case 'choice':
      return expression.options.map(print).join(' | ');
    case 'repeat':
      return print(expression.item) + times(expression.min, expression.max);
  }
}

function times(min: number, max: number | undefined): string {
  if (max === undefined) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === max) return `{${min}}`;
  return min === 0 && max === 1 ? '?' : `{${min},${max}}`;
}

/** A text as llama.cpp reads it between quotation marks. */
export function quoted(text: string): string {
  return `"${[...text].map((character) => escaped(character.codePointAt(0)!, '"\\')).join('')}"`;
}

function range(first: number, last: number): string {
  const from = escaped(first, '\\[]-^');
  return first === last ? from : `${from}-${escaped(last, '\\[]-^')}`;
}

/** What llama.cpp takes with a backslash before it. */
const ESCAPABLE = '"\\[]-';

function escaped(codePoint: number, special: string): string {
  const character = String.fromCodePoint(codePoint);
  if (special.includes(character) && ESCAPABLE.includes(character)) return `\\${character}`;
  if (codePoint >= 0x20 && codePoint < 0x7f && !special.includes(character)) return character;
  const hex = codePoint.toString(16).toUpperCase();
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

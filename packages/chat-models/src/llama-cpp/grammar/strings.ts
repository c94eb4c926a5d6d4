import { type Automaton, automatonOf } from './automaton.ts';
import { accepts, intersect, ofLength } from './automaton-operations.ts';
import { stringRest } from './automaton-text.ts';
import type { Constraints } from './constraints.ts';
import { type Expression, literal, sequence } from './expression.ts';
import { formatAutomaton } from './formats.ts';
import type { JsonText } from './json-text.ts';
import { unsupported } from './limits.ts';
import { PatternError, parsePattern } from './regular-expression.ts';
import { repeated } from './repetition.ts';
import type { RuleSet } from './rule-set.ts';

/** @throws ServiceError `schema_unsupported`. */
export function stringText(rules: RuleSet, json: JsonText, constraints: Constraints, path: string): Expression {
  const { minLength = 0, maxLength } = constraints;
  const automaton = automatonOfString(constraints, path);
  if (automaton) return sequence(literal('"'), stringRest(rules, json, automaton, 'text'));
  if (minLength === 0 && maxLength === undefined) return json.string;
  return sequence(literal('"'), repeated(rules, json.character, minLength, maxLength), literal('"'));
}

/** Whether a given text satisfies the constraints on strings. @throws ServiceError `schema_unsupported`. */
export function isValidString(text: string, constraints: Constraints, path: string): boolean {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = constraints;
  const length = [...text].length;
  if (length < minLength || length > maxLength) return false;
  const automaton = automatonOfString({ ...constraints, minLength: 0, maxLength: undefined }, path);
  return automaton === undefined || accepts(automaton, text);
}

/** What patterns, formats and the length ask together; undefined where only the length asks something. */
function automatonOfString(
  {
    minLength = 0,
    maxLength,
    patterns = [],
    formats = [],
  }: Omit<Constraints, 'maxLength'> & { maxLength?: number | undefined },
  path: string,
): Automaton | undefined {
  const parts = [
    ...patterns.map((pattern) => () => named('pattern', path, () => automatonOf(parsePattern(pattern)))),
    ...formats.map((format) => () => {
      const automaton = formatAutomaton(format);
      if (!automaton) throw unsupported(path, 'format', `${format} cannot be enforced while decoding`);
      return automaton;
    }),
  ];
  if (parts.length === 0) return undefined;
  const whole = parts.map((part) => part()).reduce((a, b) => named('pattern', path, () => intersect(a, b)));
  if (minLength === 0 && maxLength === undefined) return whole;
  const keyword = maxLength === undefined ? 'minLength' : 'maxLength';
  return named(keyword, path, () => intersect(whole, ofLength(minLength, maxLength)));
}

function named<Result>(keyword: string, path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PatternError) throw unsupported(path, keyword, error.message);
    throw error;
  }
}

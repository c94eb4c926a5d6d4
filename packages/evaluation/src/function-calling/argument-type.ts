import type { BfclSchema, FunctionCallFault } from './case.ts';

/** Python's types, by BFCL's names of them. */
const PYTHON_TYPES: Readonly<Record<string, string>> = {
  string: 'str',
  integer: 'int',
  float: 'float',
  boolean: 'bool',
  array: 'list',
  tuple: 'list',
  dict: 'dict',
  any: 'str',
};

export interface TypeVerdict {
  readonly fault?: FunctionCallFault;
  /** The accepted values have another type than the description says: they are compared as they are. */
  readonly isVariable: boolean;
}

/**
 * BFCL's `type_checker`: the described type, or the type of the accepted values, checked one level deep in lists.
 * JSON has one kind of number, so that 5.0 is an integer here, and an integer is a float within lists too.
 */
export function checkType(value: unknown, accepted: readonly unknown[], schema: BfclSchema): TypeVerdict {
  const expected = expectedType(schema);
  const first = accepted.find((candidate) => candidate !== '');
  const acceptedType = first === undefined ? undefined : pythonType(first);
  const isVariable = acceptedType !== undefined && acceptedType !== expected;
  if (isOfType(value, expected)) {
    const nested = expected === 'list' ? schema.items : undefined;
    if (!nested) return { isVariable };
    const fits = accepted.some((candidate) => fitsNested(value as readonly unknown[], candidate, nested));
    return fits ? { isVariable } : { fault: 'wrong_nested_type', isVariable };
  }
  return pythonType(value) === acceptedType ? { isVariable: true } : { fault: 'wrong_type', isVariable };
}

/** As in BFCL, an accepted value that is no list (such as `""`) says nothing about what a list may hold. */
function fitsNested(items: readonly unknown[], candidate: unknown, { type }: BfclSchema): boolean {
  if (!Array.isArray(candidate)) return true;
  return items.every((item) => checkType(item, candidate, { type }).fault === undefined);
}

/** The type of Python that a description asks for. */
export function expectedType({ type = 'any' }: BfclSchema): string {
  return PYTHON_TYPES[type] ?? type;
}

function isOfType(value: unknown, expected: string): boolean {
  const actual = pythonType(value);
  return actual === expected || (expected === 'float' && actual === 'int');
}

function pythonType(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { string: 'str', boolean: 'bool', object: 'dict' }[typeof value as string] ?? typeof value;
}

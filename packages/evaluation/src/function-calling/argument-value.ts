import { expectedType } from './argument-type.ts';
import type { AcceptedArguments, BfclSchema, FunctionCallFault } from './case.ts';

/** What is wrong with a value of the right type, by BFCL's `string_checker`, `list_checker`, `dict_checker`, `list_dict_checker`. */
export function findValueFault(
  value: unknown,
  accepted: readonly unknown[],
  schema: BfclSchema,
): FunctionCallFault | undefined {
  const type = expectedType(schema);
  if (type === 'dict') return findDictFault(value, accepted);
  if (type === 'list' && schema.items && expectedType(schema.items) === 'dict')
    return findDictListFault(value, accepted);
  if (type === 'str') return isAmong(standardized(value), accepted.map(standardized)) ? undefined : 'wrong_string';
  if (type === 'list')
    return isAmong(standardizedItems(value), accepted.map(standardizedItems)) ? undefined : 'wrong_list';
  return isAmong(value, accepted) ? undefined : 'wrong_value';
}

/** As Python's `in`: equal to one of the values, lists and dictionaries by what they hold. */
export function isAmong(value: unknown, accepted: readonly unknown[]): boolean {
  return accepted.some((candidate) => isEqual(value, candidate));
}

/** The fault against the last of the accepted dictionaries, when none fits. */
function findDictFault(value: unknown, accepted: readonly unknown[]): FunctionCallFault | undefined {
  let fault: FunctionCallFault = 'wrong_value';
  for (const candidate of accepted) {
    if (candidate === '') continue;
    const found =
      isDict(value) && isDict(candidate) ? findEntryFault(value, candidate as AcceptedArguments) : 'wrong_value';
    if (!found) return undefined;
    fault = found;
  }
  return fault;
}

function findEntryFault(
  value: Readonly<Record<string, unknown>>,
  accepted: AcceptedArguments,
): FunctionCallFault | undefined {
  for (const [key, entry] of Object.entries(value)) {
    if (!Object.hasOwn(accepted, key)) return 'wrong_dict_key';
    if (!isAmong(standardized(entry), accepted[key]!.map(standardized))) return 'wrong_dict_value';
  }
  const missing = Object.entries(accepted).some(([key, values]) => !Object.hasOwn(value, key) && !values.includes(''));
  return missing ? 'wrong_dict_key' : undefined;
}

/** Dictionaries of a list stand in the order of an accepted list. */
function findDictListFault(value: unknown, accepted: readonly unknown[]): FunctionCallFault | undefined {
  let fault: FunctionCallFault = 'wrong_value';
  const dicts = value as readonly unknown[];
  for (const candidate of accepted as readonly { readonly length: number; readonly [index: number]: unknown }[]) {
    if (candidate.length !== dicts.length) {
      fault = 'wrong_dict_count';
      continue;
    }
    const found = dicts.map((dict, i) => findDictFault(dict, [candidate[i]])).find((each) => each !== undefined);
    if (!found) return undefined;
    fault = found;
  }
  return fault;
}

/** An accepted `""` is a list without items, as in BFCL: an optional list may be given empty. */
function standardizedItems(value: unknown): unknown {
  return typeof value === 'string' || Array.isArray(value) ? [...value].map(standardized) : value;
}

/** BFCL's `standardize_string`; what is no string stays as it is. */
function standardized(value: unknown): unknown {
  return typeof value === 'string' ? standardizeString(value) : value;
}

/** Without spaces and `,./-_*^`, in lower case, with double quotes: "April 1, 2024" and "april 1 2024" are the same. */
export function standardizeString(text: string): string {
  return text
    .replaceAll(/[ ,./\-_*^]/g, '')
    .toLowerCase()
    .replaceAll("'", '"');
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  if (!isDict(a) || !isDict(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

export function isDict(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

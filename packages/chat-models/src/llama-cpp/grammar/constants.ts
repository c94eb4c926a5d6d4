import { type Constraints, typeOf } from './constraints.ts';
import { unsupported } from './limits.ts';
import { isValidString } from './strings.ts';

/** Whether a value of `enum` or `const` satisfies what stands beside it. @throws ServiceError `schema_unsupported`. */
export function isAllowed(value: unknown, constraints: Constraints, path: string): boolean {
  const { types } = constraints;
  const type = typeOf(value);
  if (types && !types.has(type) && !(type === 'integer' && types.has('number'))) return false;
  if (typeof value === 'string') return isValidString(value, constraints, path);
  if (typeof value === 'number') return isWithin(value, constraints, path);
  const { properties, required, additional, prefixItems, items, minItems, maxItems } = constraints;
  const beside = type === 'object' ? [properties, required, additional] : [prefixItems, items, minItems, maxItems];
  if ((type === 'object' || type === 'array') && beside.some((field) => field !== undefined)) {
    throw unsupported(path, 'enum', `an ${type} in it cannot be checked with the keywords beside`);
  }
  return true;
}

function isWithin(value: number, constraints: Constraints, path: string): boolean {
  const {
    minimum = -Infinity,
    maximum = Infinity,
    exclusiveMinimum = -Infinity,
    exclusiveMaximum = Infinity,
  } = constraints;
  if (constraints.multiples) throw unsupported(path, 'multipleOf', 'not beside `enum`');
  return value >= minimum && value <= maximum && value > exclusiveMinimum && value < exclusiveMaximum;
}

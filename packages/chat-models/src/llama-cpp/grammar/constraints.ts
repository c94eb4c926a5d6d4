import type { JsonSchema } from '@pareto/contracts';
import { GRAMMAR_LIMITS, unsupported } from './limits.ts';

export type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/** What one schema without combinators asks of a value; an absent field asks nothing. */
export interface Constraints {
  readonly types?: ReadonlySet<JsonType>;
  /** Of `enum` and `const`. */
  readonly values?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly multiples?: readonly number[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly patterns?: readonly string[];
  readonly formats?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly prefixItems?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: ReadonlyMap<string, JsonSchema>;
  readonly required?: ReadonlySet<string>;
  readonly additional?: JsonSchema;
}

export type SchemaObject = Exclude<JsonSchema, boolean>;

const TYPES: ReadonlySet<string> = new Set<JsonType>([
  'object',
  'array',
  'string',
  'number',
  'integer',
  'boolean',
  'null',
]);
/** Every type, without `integer`, which `number` holds. */
export const ALL_TYPES: readonly JsonType[] = ['object', 'array', 'string', 'number', 'boolean', 'null'];
/** Keywords of some draft of JSON Schema that no grammar here expresses. What no draft knows is an annotation. */
const UNSUPPORTED = new Set(
  (
    'not if then else dependentSchemas dependentRequired dependencies contains minContains maxContains ' +
    'patternProperties propertyNames minProperties maxProperties unevaluatedItems unevaluatedProperties ' +
    'additionalItems $dynamicRef $recursiveRef divisibleBy disallow extends'
  ).split(' '),
);
/** Read elsewhere. */
const COMBINATORS = new Set(['$ref', 'anyOf', 'oneOf', 'allOf', 'nullable']);

type Reader = (value: unknown, fail: (why: string) => never) => Partial<Constraints>;

const READERS: Readonly<Record<string, Reader>> = {
  type: (value, fail) => {
    const names = Array.isArray(value) ? value : [value];
    if (names.length === 0 || !names.every((name) => TYPES.has(name))) fail(`expected ${[...TYPES].join(', ')}`);
    return { types: new Set(names as JsonType[]) };
  },
  enum: (value, fail) => {
    if (!Array.isArray(value) || value.length === 0) return fail('expected a list of values');
    if (value.length > GRAMMAR_LIMITS.enumValues) fail(`more than ${GRAMMAR_LIMITS.enumValues} values`);
    return { values: constants(value, fail) };
  },
  const: (value, fail) => ({ values: constants([value], fail) }),
  minimum: (value, fail) => ({ minimum: number(value, fail) }),
  exclusiveMinimum: (value, fail) => ({ exclusiveMinimum: number(value, fail) }),
  maximum: (value, fail) => ({ maximum: number(value, fail) }),
  exclusiveMaximum: (value, fail) => ({ exclusiveMaximum: number(value, fail) }),
  multipleOf: (value, fail) => {
    if (number(value, fail) <= 0) fail('expected a number above 0');
    return { multiples: [value as number] };
  },
  minLength: (value, fail) => ({ minLength: count(value, fail) }),
  maxLength: (value, fail) => ({ maxLength: count(value, fail) }),
  pattern: (value, fail) => ({ patterns: [text(value, fail)] }),
  format: (value, fail) => ({ formats: [text(value, fail)] }),
  minItems: (value, fail) => ({ minItems: count(value, fail) }),
  maxItems: (value, fail) => ({ maxItems: count(value, fail) }),
  uniqueItems: (value, fail) => (value === false ? {} : fail('cannot be enforced while decoding')),
  items: (value, fail) => {
    if (Array.isArray(value)) fail('expected one schema; `prefixItems` is for several');
    return { items: schema(value, fail) };
  },
  prefixItems: (value, fail) => {
    if (!Array.isArray(value)) return fail('expected a list of schemas');
    return { prefixItems: value.map((item) => schema(item, fail)) };
  },
  properties: (value, fail) => {
    if (!isObject(value)) return fail('expected schemas by name');
    return { properties: new Map(Object.entries(value).map(([name, each]) => [name, schema(each, fail)])) };
  },
  required: (value, fail) => {
    if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) fail('expected a list of names');
    return { required: new Set(value as string[]) };
  },
  additionalProperties: (value, fail) => ({ additional: schema(value, fail) }),
};

/** Whether a keyword says nothing about which values are valid. */
export function isAnnotation(keyword: string): boolean {
  return !Object.hasOwn(READERS, keyword) && !COMBINATORS.has(keyword) && !UNSUPPORTED.has(keyword);
}

/** Reads what a schema itself says, without its combinators. @throws ServiceError `schema_unsupported`. */
export function readConstraints(node: SchemaObject, path: string): Constraints {
  let found: Constraints = {};
  for (const [keyword, value] of Object.entries(node)) {
    if (COMBINATORS.has(keyword) || isAnnotation(keyword)) continue;
    const read = Object.hasOwn(READERS, keyword) ? READERS[keyword] : undefined;
    if (!read) throw unsupported(path, keyword, 'this keyword cannot be enforced while decoding');
    const fields = read(value, (why) => {
      throw unsupported(path, keyword, why);
    });
    const values = found.values && fields.values ? commonValues(found.values, fields.values) : undefined;
    found = { ...found, ...fields, ...(values ? { values } : {}) };
  }
  // OpenAPI's way to say it.
  if (node.nullable === true && found.types) found = { ...found, types: new Set([...found.types, 'null']) };
  return found;
}

/** The types that are written: where a schema names none, those that its other keywords are about. */
export function writtenTypes(constraints: Constraints): ReadonlySet<JsonType> {
  if (constraints.types) return constraints.types;
  if (constraints.values) return new Set(constraints.values.map(typeOf));
  const { properties, required, additional, items, prefixItems, minItems, maxItems } = constraints;
  const { minLength, maxLength, patterns, formats, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = constraints;
  const has = (...fields: unknown[]) => fields.some((field) => field !== undefined);
  const implied = new Set<JsonType>();
  if (has(properties, required, additional)) implied.add('object');
  if (has(items, prefixItems, minItems, maxItems)) implied.add('array');
  if (has(minLength, maxLength, patterns, formats)) implied.add('string');
  if (has(minimum, maximum, exclusiveMinimum, exclusiveMaximum, constraints.multiples)) implied.add('number');
  return implied.size > 0 ? implied : new Set(ALL_TYPES);
}

export function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as JsonType;
}

export function commonValues(a: readonly unknown[], b: readonly unknown[]): readonly unknown[] {
  const texts = new Set(b.map((value) => JSON.stringify(value)));
  return a.filter((value) => texts.has(JSON.stringify(value)));
}

export function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function schema(value: unknown, fail: (why: string) => never): JsonSchema {
  return typeof value === 'boolean' || isObject(value) ? value : fail('expected a schema: an object, true or false');
}

function constants(values: readonly unknown[], fail: (why: string) => never): readonly unknown[] {
  if (depthExceeds(values, GRAMMAR_LIMITS.depth)) fail('its values are nested too deep');
  if (JSON.stringify(values).length > GRAMMAR_LIMITS.enumBytes) fail('its values are too long');
  return values;
}

function depthExceeds(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((child) => depthExceeds(child, limit - 1));
}

function number(value: unknown, fail: (why: string) => never): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : fail('expected a number');
}

function text(value: unknown, fail: (why: string) => never): string {
  return typeof value === 'string' ? value : fail('expected a text');
}

function count(value: unknown, fail: (why: string) => never): number {
  const whole = number(value, fail);
  if (!Number.isInteger(whole) || whole < 0) fail('expected a whole number from 0');
  if (whole > GRAMMAR_LIMITS.repetitions) fail(`more than ${GRAMMAR_LIMITS.repetitions}`);
  return whole;
}

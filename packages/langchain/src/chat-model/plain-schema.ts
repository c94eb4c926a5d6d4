import type { JsonSchema } from '@pareto/contracts';

type SchemaObject = Readonly<Record<string, unknown>>;

/** Keywords whose value is a schema, a list of schemas, or schemas by name (JSON Schema 2020-12, core and applicators). */
const OF_ONE = ['items', 'additionalProperties', 'contains', 'not', 'if', 'then', 'else', 'propertyNames'];
const OF_LIST = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const OF_NAMED = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'];

/**
 * A schema without what zod writes and what demands nothing: the address of the dialect, which small models would have
 * to read, and that names of properties are texts, which decoders refuse to enforce.
 */
export function plainSchema({ $schema: _, ...schema }: SchemaObject): Exclude<JsonSchema, boolean> {
  const entries = Object.entries(schema).filter(([keyword, value]) => !demandsNothing(keyword, value));
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, plainValue(keyword, value)]));
}

function demandsNothing(keyword: string, value: unknown): boolean {
  if (keyword !== 'propertyNames' || !isObject(value)) return false;
  return value.type === 'string' && Object.keys(value).length === 1;
}

function plainValue(keyword: string, value: unknown): unknown {
  if (OF_ONE.includes(keyword)) return plain(value);
  if (OF_LIST.includes(keyword) && Array.isArray(value)) return value.map(plain);
  if (!OF_NAMED.includes(keyword) || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, plain(schema)]));
}

function plain(schema: unknown): unknown {
  return isObject(schema) ? plainSchema(schema) : schema;
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { JsonSchema } from '@pareto/contracts';

/** Checked when a call comes; in a grammar that decoding follows they cost more than they are worth. */
const LEFT_OUT = new Set(['$schema', 'minLength', 'maxLength', 'pattern']);
/** Under these stand names of the schema's own, each with a schema. */
const MAPS = new Set(['properties', '$defs', 'definitions', 'patternProperties']);

/** A schema as it is shown to a model: without its dialect and without limits of length. */
export function shownSchema(schema: object): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !LEFT_OUT.has(keyword))
      .map(([keyword, value]) => [keyword, MAPS.has(keyword) ? shownMap(value) : shownValue(value)]),
  );
}

function shownMap(schemas: unknown): unknown {
  if (typeof schemas !== 'object' || schemas === null) return schemas;
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, shownValue(schema)]));
}

function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownValue);
  return typeof value === 'object' && value !== null ? shownSchema(value) : value;
}

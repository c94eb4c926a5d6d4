/** A schema of more parts is no description of a value any more, and would cost time to enforce. */
const MAX_PARTS = 5_000;
const MAX_DEPTH = 64;
/** Of everything in it, so that nothing later in the way has to be afraid of recursion. */
const MAX_VALUES = 100_000;
const MAX_VALUE_DEPTH = 4 * MAX_DEPTH;

const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
const ONE_SCHEMA = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'];
const LISTS_OF_SCHEMAS = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const NAMED_SCHEMAS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];

export interface SchemaFault {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  /** The schema is well formed and only too much. */
  readonly isTooLarge?: boolean;
}

/** The first thing in a JSON Schema that is malformed or too large; which keywords can be enforced is the model's say. */
export function findSchemaFault(schema: unknown): SchemaFault | undefined {
  const problem = sizeProblem(schema);
  if (problem !== undefined) return { path: [], problem, isTooLarge: true };
  let parts = 0;
  const visit = (node: unknown, path: readonly (string | number)[]): SchemaFault | undefined => {
    parts += 1;
    if (parts > MAX_PARTS) return { path: [], problem: `more than ${MAX_PARTS} subschemas`, isTooLarge: true };
    if (path.length > MAX_DEPTH * 2) return { path: [], problem: `nested deeper than ${MAX_DEPTH}`, isTooLarge: true };
    if (typeof node === 'boolean') return undefined;
    if (!isObject(node)) return { path, problem: 'expected a JSON Schema: an object, true or false' };
    const fault = keywordFault(node);
    if (fault) return { path: [...path, fault.keyword], problem: fault.problem };
    for (const [child, at] of children(node)) {
      const found = visit(child, [...path, ...at]);
      if (found) return found;
    }
    return undefined;
  };
  return visit(schema, []);
}

function sizeProblem(schema: unknown): string | undefined {
  let values = 0;
  let level = [schema];
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (values > MAX_VALUES) return `more than ${MAX_VALUES} values`;
    if (depth > MAX_VALUE_DEPTH) return `nested deeper than ${MAX_VALUE_DEPTH}`;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return undefined;
}

type Node = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function* children(node: Node): Generator<[unknown, readonly (string | number)[]]> {
  for (const keyword of ONE_SCHEMA) if (node[keyword] !== undefined) yield [node[keyword], [keyword]];
  for (const keyword of LISTS_OF_SCHEMAS) {
    if (Array.isArray(node[keyword])) for (const [i, child] of node[keyword].entries()) yield [child, [keyword, i]];
  }
  for (const keyword of NAMED_SCHEMAS) {
    if (isObject(node[keyword]))
      for (const [key, child] of Object.entries(node[keyword])) yield [child, [keyword, key]];
  }
}

function keywordFault(node: Node): { keyword: string; problem: string } | undefined {
  const { type, required, enum: values } = node;
  const types = Array.isArray(type) ? type : [type];
  if (type !== undefined && (types.length === 0 || !types.every((name) => TYPES.has(name as string)))) {
    return { keyword: 'type', problem: `expected ${[...TYPES].join(', ')}, or a list of them` };
  }
  if (required !== undefined && !(Array.isArray(required) && required.every((key) => typeof key === 'string'))) {
    return { keyword: 'required', problem: 'expected a list of names' };
  }
  if (values !== undefined && !(Array.isArray(values) && values.length > 0)) {
    return { keyword: 'enum', problem: 'expected a list of values' };
  }
  for (const keyword of LISTS_OF_SCHEMAS) {
    const list = node[keyword];
    if (list !== undefined && !(Array.isArray(list) && list.length > 0)) {
      return { keyword, problem: 'expected a list of schemas' };
    }
  }
  for (const keyword of NAMED_SCHEMAS) {
    if (node[keyword] !== undefined && !isObject(node[keyword]))
      return { keyword, problem: 'expected schemas by name' };
  }
  return undefined;
}

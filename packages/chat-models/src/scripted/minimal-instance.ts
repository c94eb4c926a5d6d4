import { type JsonSchema, ServiceError } from '@pareto/contracts';

type SchemaObject = Exclude<JsonSchema, boolean>;

const MAX_DEPTH = 16;
/** What a schema may demand beyond what is made here. */
const BEYOND = [
  'not',
  'if',
  'allOf',
  'contains',
  'uniqueItems',
  'dependentRequired',
  'dependentSchemas',
  'minProperties',
];
const OF_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'a@example.org',
  uri: 'https://example.org/',
  uuid: '00000000-0000-4000-8000-000000000000',
  ipv4: '192.0.2.1',
};
/** Tried for a pattern, the shortest first. */
const TEXTS = ['', 'a', 'A', '0', 'aa', 'AA', '00', 'a0', 'A0', 'a-a', '0000', ...Object.values(OF_FORMAT)];

/**
 * A small value that satisfies a schema of the kind that tools and answers have.
 * @throws ServiceError `schema_unsupported` with the keyword that is beyond it.
 */
export function minimalInstance(schema: JsonSchema): unknown {
  return new Maker(schema).make(schema, 0);
}

class Maker {
  readonly #root: JsonSchema;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  make(schema: JsonSchema, depth: number): unknown {
    if (depth > MAX_DEPTH) throw unsupported('$ref', 'the schema has no end');
    if (schema === false) throw unsupported('false', 'nothing satisfies the schema');
    if (schema === true) return {};
    if ('const' in schema) return schema.const;
    if (Array.isArray(schema.enum)) return schema.enum[0];
    if (typeof schema.$ref === 'string') return this.make(this.#resolve(schema.$ref), depth + 1);
    const [option] = (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[];
    if (option !== undefined) return this.make(option, depth + 1);
    const beyond = BEYOND.find((keyword) => schema[keyword] !== undefined && schema[keyword] !== false);
    if (beyond !== undefined) throw unsupported(beyond, `a script cannot satisfy "${beyond}"`);
    return this.#makeOf(typeOf(schema), schema, depth);
  }

  #makeOf(type: unknown, schema: SchemaObject, depth: number): unknown {
    const part = (inner: unknown) => this.make((inner ?? true) as JsonSchema, depth + 1);
    switch (type) {
      case 'object': {
        const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
        const required = (schema.required ?? []) as string[];
        return Object.fromEntries(
          required.map((name) => [name, part(properties[name] ?? schema.additionalProperties)]),
        );
      }
      case 'array': {
        const first = (schema.prefixItems ?? []) as JsonSchema[];
        return Array.from({ length: Number(schema.minItems ?? 0) }, (_, i) => part(first[i] ?? schema.items));
      }
      case 'string':
        return textOf(schema);
      case 'integer':
      case 'number':
        return numberOf(schema, type === 'integer');
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return {};
    }
  }

  #resolve(reference: string): JsonSchema {
    let found: unknown = this.#root;
    for (const key of reference.split('/').slice(1)) {
      found = (found as Record<string, unknown> | undefined)?.[decodeURIComponent(key)];
    }
    if (found === undefined || !reference.startsWith('#')) throw unsupported('$ref', `${reference} leads nowhere`);
    return found as JsonSchema;
  }
}

function typeOf({ type, properties }: SchemaObject): unknown {
  return (Array.isArray(type) ? type[0] : type) ?? (properties === undefined ? undefined : 'object');
}

function textOf({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, format }: SchemaObject): string {
  const least = Number(minLength);
  const known = typeof format === 'string' ? OF_FORMAT[format] : undefined;
  const plain = 'a'.repeat(Math.min(Math.max(least, 1), Number(maxLength)));
  const texts = known !== undefined ? [known] : typeof pattern === 'string' ? [plain, ...TEXTS] : [plain];
  const expression = expressionOf(pattern);
  const found = texts.find((text) => text.length >= least && text.length <= Number(maxLength) && expression.test(text));
  if (found === undefined) throw unsupported(pattern === undefined ? 'format' : 'pattern', 'no text is known for it');
  return found;
}

function expressionOf(pattern: unknown): RegExp {
  try {
    return new RegExp(typeof pattern === 'string' ? pattern : '', 'u');
  } catch {
    throw unsupported('pattern', 'the pattern is no regular expression');
  }
}

function numberOf(schema: SchemaObject, isWhole: boolean): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema as Record<string, number>;
  const step = multipleOf ?? 1;
  const least = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity);
  const most = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity);
  const steps = [0, Math.ceil(least / step), Math.floor(least / step) + 1, Math.floor(most / step)].map(
    (n) => n * step,
  );
  const found = [...steps, ...(isWhole || multipleOf !== undefined ? [] : [least, (least + most) / 2, most])].find(
    (value) =>
      Number.isFinite(value) &&
      (!isWhole || Number.isInteger(value)) &&
      value >= (minimum ?? value) &&
      value <= (maximum ?? value) &&
      (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
      (exclusiveMaximum === undefined || value < exclusiveMaximum),
  );
  if (found === undefined) throw unsupported('minimum', 'no number lies within the limits');
  return found;
}

function unsupported(keyword: string, detail: string): ServiceError {
  return new ServiceError('schema_unsupported', detail, { param: keyword });
}

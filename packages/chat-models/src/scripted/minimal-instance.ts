import { type JsonSchema, ServiceError } from '@pareto/contracts';

const MAX_DEPTH = 16;

/** The smallest value that satisfies a schema of the kind that tools have. @throws ServiceError `schema_unsupported`. */
export function minimalInstance(schema: JsonSchema, root: JsonSchema = schema, depth = 0): unknown {
  if (typeof schema === 'boolean' || depth > MAX_DEPTH) return {};
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (typeof schema.$ref === 'string') return minimalInstance(resolve(root, schema.$ref), root, depth + 1);
  const [option] = (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[];
  if (option !== undefined) return minimalInstance(option, root, depth + 1);
  const type = Array.isArray(schema.type) ? schema.type[0] : (schema.type ?? ('properties' in schema ? 'object' : ''));
  const part = (inner: unknown) => minimalInstance((inner ?? true) as JsonSchema, root, depth + 1);
  switch (type) {
    case 'object': {
      const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
      return Object.fromEntries(((schema.required ?? []) as string[]).map((name) => [name, part(properties[name])]));
    }
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () => part(schema.items));
    case 'string':
      return 'a'.repeat(Number(schema.minLength ?? 1));
    case 'integer':
    case 'number':
      return Number(schema.minimum ?? schema.exclusiveMinimum ?? 0) + ('exclusiveMinimum' in schema ? 1 : 0);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return {};
  }
}

function resolve(root: JsonSchema, reference: string): JsonSchema {
  let found: unknown = root;
  for (const key of reference.split('/').slice(1)) found = (found as Record<string, unknown> | undefined)?.[key];
  if (found === undefined)
    throw new ServiceError('schema_unsupported', `${reference} leads nowhere`, { param: '$ref' });
  return found as JsonSchema;
}

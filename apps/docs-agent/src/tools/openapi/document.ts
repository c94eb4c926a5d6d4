import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';

const reference = z.looseObject({ $ref: z.string() });
const schemaObject = z.union([z.boolean(), z.record(z.string(), z.unknown())]);

const parameter = z.looseObject({
  name: z.string().min(1).max(200),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().default(false),
  description: z.string().optional(),
  schema: schemaObject.optional(),
});

const requestBody = z.looseObject({
  required: z.boolean().default(false),
  content: z.record(z.string(), z.looseObject({ schema: schemaObject.optional() })),
});

const operationObject = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  deprecated: z.boolean().optional(),
  parameters: z.array(z.union([reference, parameter])).default([]),
  requestBody: z.union([reference, requestBody]).optional(),
  /** Says of an operation by POST that it changes nothing. */
  'x-read-only': z.boolean().optional(),
});

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

const pathItem = z.looseObject({
  parameters: z.array(z.union([reference, parameter])).default([]),
  ...Object.fromEntries(METHODS.map((method) => [method, operationObject.optional()])),
});

const documentSchema = z.looseObject({
  openapi: z.string().regex(/^3\.[01]\./, 'only OpenAPI 3.0 and 3.1 are read'),
  servers: z.array(z.looseObject({ url: z.string() })).optional(),
  paths: z.record(z.string().startsWith('/'), pathItem),
});

export type Method = Uppercase<(typeof METHODS)[number]>;
export type Parameter = z.output<typeof parameter>;

export interface Operation {
  readonly method: Method;
  /** With its places for parameters: `/v1/things/{id}`. */
  readonly path: string;
  readonly id: string | undefined;
  readonly summary: string;
  /** Says of itself that it changes nothing. */
  readonly isReadOnly: boolean;
  readonly parameters: readonly Parameter[];
  /** The JSON body, without references; undefined where there is none. */
  readonly body: { readonly required: boolean; readonly schema: unknown } | undefined;
  /** Why it cannot be called. */
  readonly problem: string | undefined;
}

export interface ApiDocument {
  /** Of the first server, as it stands there: it may be relative. */
  readonly server: string | undefined;
  readonly operations: readonly Operation[];
}

const MAX_OPERATIONS = 300;
const MAX_NODES = 3_000;

/** @throws ServiceError `tool_answer_invalid` with what is wrong and where. */
export function readDocument(text: string): ApiDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ServiceError('tool_answer_invalid', 'The OpenAPI document is not JSON', { cause });
  }
  const parsed = documentSchema.safeParse(value);
  if (!parsed.success) {
    throw new ServiceError(
      'tool_answer_invalid',
      `No OpenAPI document: ${z.prettifyError(parsed.error).slice(0, 500)}`,
    );
  }
  const { servers, paths } = parsed.data;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const raw = item[method] as z.output<typeof operationObject> | undefined;
      return raw ? [toOperation(value, method, path, raw, item.parameters)] : [];
    }),
  );
  return { server: servers?.[0]?.url, operations: operations.slice(0, MAX_OPERATIONS) };
}

function toOperation(
  root: unknown,
  method: (typeof METHODS)[number],
  path: string,
  raw: z.output<typeof operationObject>,
  shared: readonly unknown[],
): Operation {
  const known = {
    method: method.toUpperCase() as Method,
    path,
    id: raw.operationId,
    summary: raw.summary ?? raw.description ?? `${method} ${path}`,
    isReadOnly: method === 'get' || method === 'head' || raw['x-read-only'] === true,
  };
  try {
    return { ...known, ...inputsOf(root, raw, shared) };
  } catch (error) {
    const problem = error instanceof ServiceError ? error.message : 'its parameters or its body are not readable';
    return { ...known, parameters: [], body: undefined, problem };
  }
}

function inputsOf(root: unknown, raw: z.output<typeof operationObject>, shared: readonly unknown[]) {
  const own = raw.parameters.map((it) => parameter.parse(inlined(root, it)));
  const general = shared
    .map((it) => parameter.parse(inlined(root, it)))
    .filter((it) => !own.some(({ name, in: where }) => name === it.name && where === it.in));
  const parameters = [...general, ...own];
  const body = raw.requestBody === undefined ? undefined : requestBody.parse(inlined(root, raw.requestBody));
  const json = body?.content['application/json']?.schema;
  const hidden = parameters.find((it) => it.required && (it.in === 'header' || it.in === 'cookie'));
  return {
    parameters,
    body: json === undefined ? undefined : { required: body!.required, schema: json },
    problem: hidden
      ? `it needs the ${hidden.in} ${hidden.name}`
      : body?.required && json === undefined
        ? 'its body is not JSON'
        : undefined,
  };
}

/**
 * A part of the document with every reference replaced by what it refers to. References to other files stay unread; a
 * schema that holds itself ends where it begins again.
 */
function inlined(root: unknown, part: unknown): unknown {
  let nodes = 0;
  const walk = (value: unknown, open: readonly string[]): unknown => {
    nodes += 1;
    if (nodes > MAX_NODES) throw new ServiceError('tool_answer_invalid', 'A schema of the document is too large');
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => walk(item, open));
    const { $ref } = value as { $ref?: unknown };
    if (typeof $ref === 'string') return open.includes($ref) ? {} : walk(resolved(root, $ref), [...open, $ref]);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, open)]));
  };
  return walk(part, []);
}

/** A JSON Pointer (RFC 6901) into the same document. */
function resolved(root: unknown, pointer: string): unknown {
  if (!pointer.startsWith('#/')) return {};
  return pointer
    .slice(2)
    .split('/')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, step) => {
      const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
      return isThere ? (value as Record<string, unknown>)[step] : {};
    }, root);
}

import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import type { AllowedHosts } from '../network/allowed-hosts.ts';
import { guardedRequest } from '../network/guarded-request.ts';
import { shownSchema } from '../shown-schema.ts';
import type { AgentTool } from '../tool.ts';
import type { Operation, Parameter } from './document.ts';

export interface OperationContext {
  /** Of the API: `search`. */
  readonly prefix: string;
  readonly base: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly allowed: AllowedHosts;
}

interface ArgumentPlaces {
  readonly path: readonly string[];
  readonly query: readonly string[];
  /** Properties of a JSON body; or the whole body under one name. */
  readonly body:
    | { readonly kind: 'properties'; readonly names: readonly string[] }
    | { readonly kind: 'whole' }
    | undefined;
}

const WHOLE_BODY = 'body';
const DESCRIPTION_LENGTH = 160;
const PROBLEM_LENGTH = 300;
const MAX_NAME = 64;

/** A tool that calls one operation of an API. @throws ServiceError `tool_answer_invalid` where it cannot be called. */
export function operationTool(operation: Operation, effect: 'read' | 'write', context: OperationContext): AgentTool {
  const { method, path, summary, parameters, body, problem } = operation;
  if (problem !== undefined) throw unusable(problem);
  const { schema, places } = argumentsOf(parameters, body);
  return {
    name: toolName(context.prefix, operation),
    description: summary.replace(/\s+/g, ' ').trim().slice(0, DESCRIPTION_LENGTH),
    parameters: shownSchema(schema),
    schema: toZod(schema),
    example: exampleOf(schema),
    cost: 2,
    deadlineMs: 5_000,
    effect,
    async run(args, { signal }) {
      const values = args as Record<string, unknown>;
      const url = addressOf(context.base, path, values, places);
      const { status, contentType, text, isCut } = await guardedRequest(context.allowed, {
        method,
        url,
        headers: context.headers,
        body: bodyOf(values, places),
        signal,
      });
      if (status >= 400) throw new ServiceError('tool_failed', `answered ${status}: ${text.slice(0, PROBLEM_LENGTH)}`);
      if (!/^(?:application\/(?:[\w.-]+\+)?json|text\/[\w.-]+)$/.test(contentType) && text !== '') {
        throw new ServiceError(
          'tool_answer_invalid',
          `answered something that is no text (${contentType.slice(0, 60)})`,
        );
      }
      return { text: isCut ? `${text}\n[cut: the answer goes on]` : text || `done (${status})` };
    },
  };
}

/** `search_list_collections`: what the document calls it, or else what it says of it. */
export function toolName(prefix: string, { id, summary, method, path }: Operation): string {
  const words = id ?? (summary.length <= 40 ? summary : `${method} ${path.replace(/^\/v\d+(?=\/)/, '')}`);
  const slug = words
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return `${prefix}_${slug}`.slice(0, MAX_NAME);
}

type ObjectSchema = { type: 'object'; properties: Record<string, unknown>; required: string[] };

/** All arguments side by side: a small model fills one level better than two. */
function argumentsOf(parameters: readonly Parameter[], body: Operation['body']) {
  const shown = parameters.filter((it) => it.in === 'path' || it.in === 'query');
  const schema: ObjectSchema = { type: 'object', properties: {}, required: [] };
  const add = (name: string, inner: unknown, required: boolean) => {
    schema.properties[name] = inner;
    if (required) schema.required.push(name);
  };
  for (const { name, description, required, in: where, schema: inner } of shown) {
    const described = { ...(typeof inner === 'object' ? inner : {}), ...(description ? { description } : {}) };
    add(name, described, required || where === 'path');
  }
  const object = objectSchema(body?.schema);
  const names = Object.keys(object?.properties ?? {});
  const isFlat = names.length > 0 && !names.some((name) => Object.hasOwn(schema.properties, name));
  const isDue = (name: string) => body?.required === true && object?.required.includes(name) === true;
  if (isFlat) {
    for (const name of names) add(name, object!.properties[name], isDue(name));
  } else if (body) {
    add(WHOLE_BODY, body.schema, body.required);
  }
  const inPlace = (where: string) => shown.filter((it) => it.in === where).map(({ name }) => name);
  const places: ArgumentPlaces = {
    path: inPlace('path'),
    query: inPlace('query'),
    body: isFlat ? { kind: 'properties', names } : body ? { kind: 'whole' } : undefined,
  };
  return { schema, places };
}

function objectSchema(
  schema: unknown,
): { properties: Record<string, unknown>; required: readonly string[] } | undefined {
  const object = z
    .looseObject({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()).default([]) })
    .safeParse(schema);
  return object.success ? object.data : undefined;
}

function toZod(schema: ObjectSchema): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (cause) {
    throw unusable('its schema uses something that cannot be checked', cause);
  }
}

function exampleOf({ properties, required }: ObjectSchema): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, exampleValue(properties[name])]));
}

function exampleValue(schema: unknown): unknown {
  const { type, enum: choices, default: preset } = (schema ?? {}) as Record<string, unknown>;
  if (preset !== undefined) return preset;
  if (Array.isArray(choices)) return choices[0];
  const examples: Record<string, unknown> = {
    string: 'text',
    integer: 1,
    number: 1,
    boolean: true,
    array: [],
    object: {},
  };
  return examples[String(type)] ?? 'text';
}

function addressOf(base: URL, path: string, values: Record<string, unknown>, places: ArgumentPlaces): URL {
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = String(values[name] ?? '');
    // These are steps up and down in every spelling, `%2e` too: encoding does not help.
    if (/^\.{0,2}$/.test(value)) {
      throw new ServiceError('request_invalid', `${name} must not be empty or dots`, { param: name });
    }
    return encodeURIComponent(value);
  });
  const url = new URL(`${base.origin}${base.pathname.replace(/\/$/, '')}${filled}`);
  for (const name of places.query) {
    for (const value of [values[name]].flat()) if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url;
}

function bodyOf(values: Record<string, unknown>, { body }: ArgumentPlaces): string | undefined {
  if (!body) return undefined;
  if (body.kind === 'whole') return values[WHOLE_BODY] === undefined ? undefined : JSON.stringify(values[WHOLE_BODY]);
  return JSON.stringify(Object.fromEntries(body.names.map((name) => [name, values[name]])));
}

function unusable(why: string, cause?: unknown): ServiceError {
  return new ServiceError('tool_answer_invalid', `The operation cannot become a tool: ${why}`, { cause });
}

import { readFileSync } from 'node:fs';
import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';

const host = z.string().trim().min(1).max(255);
/** An `operationId`, or `POST /v1/things/{id}`. */
const operation = z.string().trim().min(1).max(300);

/** One API whose operations become tools. */
export const openApiConfig = z.object({
  /** Stands before the names of its tools. */
  name: z.string().regex(/^[a-z][a-z0-9_]{0,19}$/, 'must be a short name in lower case'),
  /** URL or path of the OpenAPI document, 3.0 or 3.1, as JSON. */
  document: z.string().min(1).max(2_000),
  /** Where its operations are; by default what the document says, or where it comes from. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Only these become tools; all that may when absent. */
  operations: z.array(operation).max(200).optional(),
  /** Operations with another method than GET and HEAD that change nothing all the same: a search by POST. */
  reads: z.array(operation).max(200).default([]),
  /** Operations that change something and may all the same be called, where a question allows it. */
  writes: z.array(operation).max(200).default([]),
  /** Sent with each request, a key for one; never shown to a model. */
  headers: z.record(z.string().regex(/^[\w-]{1,100}$/), z.string().max(4_000)).default({}),
  /** Hosts that may be asked. */
  hosts: z.array(host).max(50).default([]),
  /** Those that may be this machine or in a private network. */
  privateHosts: z.array(host).max(50).default([]),
});

export type OpenApiConfig = z.output<typeof openApiConfig>;

/**
 * What `TOOLS_OPENAPI` says: a JSON list of configurations, the path of a file with one (`examples/sibling-services.json`
 * is one for the services of this repository), or in short `name=URL,name=URL`, where the host of each URL is allowed, in
 * a private network too.
 * @throws ServiceError `config_invalid`
 */
export function readOpenApiSetting(text: string): OpenApiConfig[] {
  const value = text.trim();
  if (value === '') return [];
  const given = value.endsWith('.json') && !value.includes('=') ? fileText(value) : value;
  const parsed = z
    .array(openApiConfig)
    .max(20)
    .safeParse(given.startsWith('[') ? fromJson(given) : fromPairs(given));
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const names = parsed.data.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw invalid(`two APIs are called "${twice}"`);
  return parsed.data;
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw invalid(`"${path}" cannot be read`, cause);
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid('it is neither JSON nor name=URL', cause);
  }
}

function fromPairs(text: string): unknown[] {
  return text.split(',').map((pair, i) => {
    const [, name, document] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(pair) ?? [];
    const url = document === undefined ? null : URL.parse(document);
    // The text itself stays out of the message: it may be a list with keys in it.
    if (!url) throw invalid(`entry ${i + 1} is not name=URL`);
    return { name, document, privateHosts: [url.host] };
  });
}

function invalid(detail: string, cause?: unknown): ServiceError {
  return new ServiceError('config_invalid', `TOOLS_OPENAPI: ${detail}`, { param: 'TOOLS_OPENAPI', cause });
}

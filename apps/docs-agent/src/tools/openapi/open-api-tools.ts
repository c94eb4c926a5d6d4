import { readFile, stat } from 'node:fs/promises';
import { ServiceError } from '@pareto/contracts';
import { AllowedHosts, type Resolve } from '../network/allowed-hosts.ts';
import { guardedRequest } from '../network/guarded-request.ts';
import type { AgentTool } from '../tool.ts';
import type { OpenApiConfig } from './config.ts';
import { type Operation, readDocument } from './document.ts';
import { operationTool, toolName } from './operation-tool.ts';

export interface OpenApiTools {
  readonly tools: readonly AgentTool[];
  /** Operations that did not become tools, with the reason. */
  readonly skipped: readonly { readonly operation: string; readonly reason: string }[];
}

const MAX_DOCUMENT_BYTES = 2 * 2 ** 20;

/**
 * The operations of an API as tools: those that only read, and those that change something as far as the configuration
 * names them.
 * @throws ServiceError `address_forbidden`, `tool_failed` (the API is down), `tool_answer_invalid`, `config_invalid`.
 */
export async function openApiTools(
  config: OpenApiConfig,
  { signal, resolve }: { readonly signal: AbortSignal; readonly resolve?: Resolve | undefined },
): Promise<OpenApiTools> {
  const allowed = new AllowedHosts(config, resolve);
  const { server, operations } = readDocument(await documentText(config, allowed, signal));
  const base = baseOf(config, server);
  // At start rather than at the first call: an API that may not be asked has no tools.
  await allowed.addressesOf(base);
  const tools: AgentTool[] = [];
  const skipped: { operation: string; reason: string }[] = [];
  for (const operation of operations) {
    const name = `${operation.method} ${operation.path}`;
    const effect = effectOf(operation, config);
    try {
      if (effect === undefined) throw new ServiceError('config_invalid', 'it may change something, and is not allowed');
      const tool = operationTool(operation, effect, { prefix: config.name, base, headers: config.headers, allowed });
      if (tools.some((other) => other.name === tool.name)) {
        throw new ServiceError('tool_answer_invalid', `a tool is called ${toolName(config.name, operation)} already`);
      }
      tools.push(tool);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      skipped.push({ operation: name, reason: error.message });
    }
  }
  return { tools, skipped };
}

/** Undefined for what must not become a tool. */
function effectOf(operation: Operation, { operations, reads, writes }: OpenApiConfig): AgentTool['effect'] | undefined {
  const isNamed = (names: readonly string[]) =>
    names.includes(`${operation.method} ${operation.path}`) ||
    (operation.id !== undefined && names.includes(operation.id));
  if (operations && !isNamed(operations)) return undefined;
  if (operation.isReadOnly || isNamed(reads)) return 'read';
  return isNamed(writes) ? 'write' : undefined;
}

async function documentText({ document, headers }: OpenApiConfig, allowed: AllowedHosts, signal: AbortSignal) {
  const url = /^https?:\/\//i.test(document) ? URL.parse(document) : null;
  if (!url) return fileText(document);
  const answer = await guardedRequest(allowed, { method: 'GET', url, headers, signal, maxBytes: MAX_DOCUMENT_BYTES });
  if (answer.status !== 200) throw new ServiceError('tool_failed', `${url.host} answered ${answer.status}`);
  if (answer.isCut) throw new ServiceError('tool_answer_invalid', 'The OpenAPI document is larger than 2 MiB');
  return answer.text;
}

async function fileText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= MAX_DOCUMENT_BYTES) return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ServiceError('config_invalid', `TOOLS_OPENAPI: "${path}" cannot be read`, { cause });
  }
  throw new ServiceError('config_invalid', `TOOLS_OPENAPI: "${path}" is larger than 2 MiB`);
}

function baseOf({ baseUrl, document }: OpenApiConfig, server: string | undefined): URL {
  const origin = /^https?:\/\//i.test(document) ? new URL(document).origin : undefined;
  const base = baseUrl ? URL.parse(baseUrl) : URL.parse(server ?? '/', origin);
  if (base) return base;
  throw new ServiceError(
    'config_invalid',
    'TOOLS_OPENAPI: a document from a file without an absolute server needs baseUrl',
  );
}

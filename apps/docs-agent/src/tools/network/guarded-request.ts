import type { IncomingMessage } from 'node:http';
import { ServiceError } from '@pareto/contracts';
import type { AllowedHosts } from './allowed-hosts.ts';
import { pinnedRequest } from './pinned-request.ts';

export interface GuardedRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** Of the answer; the rest is not read. */
  readonly maxBytes?: number | undefined;
}

export interface GuardedAnswer {
  readonly status: number;
  /** Without parameters, in lower case. */
  readonly contentType: string;
  readonly text: string;
  readonly isCut: boolean;
}

const MAX_REDIRECTS = 3;
const MAX_BYTES = 256 * 1_024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A request that goes only where `allowed` says, and so do its redirects, each with a connection to a checked address.
 * @throws ServiceError `address_forbidden`, `tool_failed`, `tool_answer_invalid`; the reason of `signal`.
 */
export async function guardedRequest(allowed: AllowedHosts, request: GuardedRequest): Promise<GuardedAnswer> {
  let { url, headers = {} } = request;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer = await pinnedRequest(allowed, { ...request, url, headers });
    const { location } = answer.headers;
    if (!REDIRECTS.has(answer.statusCode!) || location === undefined) return read(answer, request);
    answer.destroy();
    const target = URL.parse(location, url.href);
    if (!target) throw new ServiceError('tool_answer_invalid', `${url.host} redirects to something that is no address`);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new ServiceError('tool_answer_invalid', `${url.host} redirects a request that may not be sent again`);
    }
    if (url.protocol === 'https:' && target.protocol !== 'https:') {
      throw new ServiceError('address_forbidden', `Refused: ${url.host} redirects to an address without encryption`);
    }
    // Headers may hold a key, which is the first host's only.
    if (target.origin !== url.origin) headers = {};
    url = target;
  }
  throw new ServiceError('tool_answer_invalid', `${url.host} redirects too often`);
}

async function read(answer: IncomingMessage, { maxBytes = MAX_BYTES, signal, url }: GuardedRequest) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) break;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new ServiceError('tool_failed', `${url.host} broke off its answer`, { cause });
  }
  return {
    status: answer.statusCode!,
    contentType: (answer.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
    text: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8').toWellFormed(),
    isCut: bytes > maxBytes,
  };
}

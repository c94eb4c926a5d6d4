import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { ServiceError } from '@pareto/contracts';
import type { AllowedHosts, ResolvedAddress } from './allowed-hosts.ts';

export interface PinnedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON, unless the headers say otherwise. */
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** So long a connection may be silent before it is given up. */
  readonly idleMs?: number | undefined;
}

/** Longer than any server of events is silent; a connection that nobody ends would be held for ever. */
const IDLE_MS = 300_000;

/**
 * One request and the head of its answer; a redirect is an answer too. The connection is new and goes to an address that
 * was checked: the name is not asked a second time.
 * @throws ServiceError `address_forbidden`, `tool_failed`, `tool_answer_invalid`; the reason of `signal`.
 */
export async function pinnedRequest(allowed: AllowedHosts, request: PinnedRequest): Promise<IncomingMessage> {
  const addresses = await allowed.addressesOf(request.url);
  request.signal?.throwIfAborted();
  const answer = await send(request, addresses);
  if ((answer.headers['content-encoding'] ?? 'identity') === 'identity') return answer;
  answer.destroy();
  throw new ServiceError('tool_answer_invalid', `${request.url.host} answers in an encoding that was not asked for`);
}

function send(request: PinnedRequest, addresses: readonly ResolvedAddress[]): Promise<IncomingMessage> {
  const { method, url, headers, body, signal, idleMs = IDLE_MS } = request;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const start = url.protocol === 'https:' ? requestHttps : requestHttp;
  const outgoing: ClientRequest = start(url, {
    method,
    ...(signal ? { signal } : {}),
    timeout: idleMs,
    // A connection of its own: a pooled one would have been made under another check.
    agent: false,
    lookup: pinned(addresses),
    headers: {
      accept: 'application/json, text/*;q=0.5',
      // No decompression: 256 KiB stay 256 KiB.
      'accept-encoding': 'identity',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
  });
  outgoing.once('response', resolve);
  outgoing.once('timeout', () => outgoing.destroy(new Error(`silent for ${idleMs} ms`)));
  // Not once: a connection that breaks off after its answer began may say so here too.
  outgoing.on('error', (cause) => {
    reject(signal?.aborted ? signal.reason : new ServiceError('tool_failed', `${url.host} does not answer`, { cause }));
  });
  outgoing.end(body);
  return promise;
}

/** Answers with what was checked, whatever a resolver would say by now. */
function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  const [first] = addresses;
  return (_, { all }, done) => {
    if (all) done(null, [...addresses]);
    else done(null, first!.address, first!.family);
  };
}

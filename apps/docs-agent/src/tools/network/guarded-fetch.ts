import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ServiceError } from '@pareto/contracts';
import type { AllowedHosts } from './allowed-hosts.ts';
import { limitedBody } from './limited-body.ts';
import { pinnedRequest } from './pinned-request.ts';

export type GuardedFetch = (target: string | URL, init?: RequestInit) => Promise<Response>;

/** Fetch: "null body status". A `Response` of these is not made with a body. */
const WITHOUT_BODY = new Set([204, 205, 304]);
const MAX_BYTES = 2 ** 20;

/**
 * A `fetch` for a client that is not ours, which goes only where `allowed` says, with a connection to a checked address
 * for each call. It follows no redirect, whatever `init` says: the client gets it as an answer, and where it goes on it
 * comes here again, to the same check. Bodies are text; answers are streams.
 * @param limits `maxBytes` of an answer, and of each event where it is a stream of events; what is longer breaks off with
 * ServiceError `tool_answer_invalid`.
 * @returns a function that rejects with ServiceError `address_forbidden`, `tool_failed` or `tool_answer_invalid`, or with
 * the reason of the signal.
 */
export function guardedFetch(allowed: AllowedHosts, { maxBytes = MAX_BYTES } = {}): GuardedFetch {
  return async (target, { method = 'GET', headers, body, signal } = {}) => {
    const text = body ?? undefined;
    if (text !== undefined && typeof text !== 'string') throw new TypeError('the body is not text');
    const url = new URL(target);
    const answer = await pinnedRequest(allowed, {
      method,
      url,
      headers: Object.fromEntries(new Headers(headers)),
      body: text,
      signal: signal ?? undefined,
    });
    return toResponse(answer, url, maxBytes);
  };
}

function toResponse(answer: IncomingMessage, { host }: URL, maxBytes: number): Response {
  const status = answer.statusCode!;
  const headers = new Headers();
  const pairs = answer.rawHeaders;
  try {
    for (let i = 0; i < pairs.length; i += 2) headers.append(pairs[i]!, pairs[i + 1]!);
    const init = { status, statusText: answer.statusMessage ?? '', headers };
    if (!WITHOUT_BODY.has(status)) {
      const isEvents = /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
      const body = Readable.toWeb(answer) as ReadableStream<Uint8Array>;
      return new Response(limitedBody(body, { maxBytes, isEvents, host }), init);
    }
    answer.resume();
    return new Response(null, init);
  } catch (cause) {
    // A status of 999, say, which Node reads and `Response` refuses.
    answer.destroy();
    throw new ServiceError('tool_answer_invalid', `${host} answers something that is not HTTP`, { cause });
  }
}

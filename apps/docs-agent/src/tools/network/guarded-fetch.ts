import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ServiceError } from '@pareto/contracts';
import type { AllowedHosts } from './allowed-hosts.ts';
import { pinnedRequest } from './pinned-request.ts';

export type GuardedFetch = (target: string | URL, init?: RequestInit) => Promise<Response>;

/** Fetch: "null body status". A `Response` of these is not made with a body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` for a client that is not ours, which goes only where `allowed` says, with a connection to a checked address
 * for each call. It follows no redirect, whatever `init` says: the client gets it as an answer, and where it goes on it
 * comes here again, to the same check. Bodies are text; answers are streams and have no limit.
 * @returns a function that rejects with ServiceError `address_forbidden`, `tool_failed` or `tool_answer_invalid`, or with
 * the reason of the signal.
 */
export function guardedFetch(allowed: AllowedHosts): GuardedFetch {
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
    return toResponse(answer, url);
  };
}

function toResponse(answer: IncomingMessage, { host }: URL): Response {
  const status = answer.statusCode!;
  const headers = new Headers();
  const pairs = answer.rawHeaders;
  try {
    for (let i = 0; i < pairs.length; i += 2) headers.append(pairs[i]!, pairs[i + 1]!);
    const init = { status, statusText: answer.statusMessage ?? '', headers };
    if (!WITHOUT_BODY.has(status)) return new Response(Readable.toWeb(answer) as ReadableStream<Uint8Array>, init);
    answer.resume();
    return new Response(null, init);
  } catch (cause) {
    // A status of 999, say, which Node reads and `Response` refuses.
    answer.destroy();
    throw new ServiceError('tool_answer_invalid', `${host} answers something that is not HTTP`, { cause });
  }
}

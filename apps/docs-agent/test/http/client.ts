import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerEvent, serverEventsOf } from '@pareto/contract-tests';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes, and fail where one differs
type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** One caller of the service, with what tells it from others in its headers. */
export class Client {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.url = url;
    this.headers = headers;
  }

  /** @param body an object is sent as JSON, a text as it is. */
  async call(
    method: string,
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await this.#fetch(method, path, body, headers);
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** The answer to a question. @throws Error where there is none. */
  async ask(question: string, options: object = {}): Promise<Json> {
    const { status, body } = await this.call('POST', '/v1/ask', { question, ...options });
    if (status !== 200) throw new Error(`not answered: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** The events of an answer as they come; who stops reading leaves the connection. */
  async *stream(question: string, options: object = {}): AsyncGenerator<ServerEvent> {
    yield* serverEventsOf(await this.#fetch('POST', '/v1/ask', { question, ...options, stream: true }));
  }

  /** The events of a run after the one that was seen last. */
  async *resume(runId: string, lastEventId?: string): AsyncGenerator<ServerEvent> {
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    yield* serverEventsOf(await this.#fetch('GET', `/v1/runs/${runId}/events`, undefined, headers));
  }

  /** Sources by name and version, in order, once nothing is being indexed. */
  async sources(): Promise<Record<string, Json>> {
    for (;;) {
      const { sources } = (await this.call('GET', '/v1/sources')).body as { sources: Json[] };
      if (sources.every(({ status }) => status !== 'indexing')) {
        const named = sources.map((one) => [one.version === undefined ? one.name : `${one.name}@${one.version}`, one]);
        return Object.fromEntries(named.toSorted());
      }
      await sleep(10);
    }
  }

  #fetch(method: string, path: string, body?: object | string, headers: Record<string, string> = {}) {
    return fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }
}

/** An anonymous caller who has been given a token. */
export async function visitor(url: string): Promise<Client> {
  const { headers } = await new Client(url).call('GET', '/v1/sources');
  return new Client(url, { 'x-session-token': headers.get('x-session-token')! });
}

/** Waits for what readiness waits for; that itself is looked at once a second only. */
export async function untilIndexed(url: string): Promise<void> {
  const caller = new Client(url);
  for (;;) {
    const sources = Object.values(await caller.sources());
    if (sources.length > 0 && sources.every(({ status }) => status === 'ready')) return;
    await sleep(10);
  }
}

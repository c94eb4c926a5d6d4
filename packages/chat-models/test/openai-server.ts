import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the server does next: write, pause, hang up, or say nothing more. */
export type Step = string | Uint8Array | { readonly pauseMs: number } | 'hang-up' | 'stay-silent';

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes, and fail where one differs
  readonly body: any;
  /** Resolves when the connection of this request is closed before its answer was complete. */
  readonly left: Promise<void>;
}

/** A server that speaks OpenAI's protocol over real HTTP, and shows on demand what no real one does. */
export async function startOpenAiServer() {
  const requests: SeenRequest[] = [];
  const state: { reply: Reply } = { reply: { steps: [] } };
  const server = createServer(async (request, response) => {
    const left = Promise.withResolvers<void>();
    response.once('close', () => {
      if (!response.writableFinished) left.resolve();
    });
    const body = await text(request);
    requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: body === '' ? undefined : JSON.parse(body),
      left: left.promise,
    });
    await play(state.reply, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    state,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type OpenAiServer = Awaited<ReturnType<typeof startOpenAiServer>>;

async function play({ status = 200, headers = {}, steps }: Reply, response: ServerResponse): Promise<void> {
  response.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
  response.flushHeaders();
  for (const step of steps) {
    if (response.destroyed) return;
    if (step === 'hang-up') {
      response.destroy();
      return;
    }
    if (step === 'stay-silent') return;
    if (typeof step === 'object' && 'pauseMs' in step) await sleep(step.pauseMs);
    else response.write(step);
  }
  response.end();
}

/** An answer that is one JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, steps: [JSON.stringify(body)] };
}

export const DONE = 'data: [DONE]\n\n';
export const USAGE = { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 5 } };

export function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** A chunk of a chat. */
export function delta(part: object, finish: string | null = null, more: object = {}): string {
  const choices = [{ index: 0, delta: part, finish_reason: finish, ...more }];
  return event({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices });
}

/** The chunk with which OpenAI tells the usage. */
export function usage(counted: object = USAGE): string {
  return event({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage: counted });
}

/** The same bytes, one at a time, so that characters are split between packets. */
export function byteByByte(...parts: readonly string[]): Step[] {
  return [...Buffer.from(parts.join(''))].flatMap((byte) => [Uint8Array.of(byte), { pauseMs: 0 }]);
}

import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const HOLD_POLL_MS = 5;

interface Asked {
  readonly messages: readonly { readonly content: string }[];
  readonly logprobs?: boolean;
}

/** A model behind OpenAI's protocol that says what the test tells it to, a word at a time. */
export class ScriptedModelServer {
  /** What it says, one after another; the last one again and again. */
  replies: string[] = [''];
  /** Prompts that it was sent: all messages as one text. */
  readonly prompts: string[] = [];
  /** Requests whose caller left before the end. */
  abandoned = 0;
  /** What it does when asked for log-probabilities; each token is as good as certain. */
  logprobs: 'told' | 'left out' | 'refused' = 'told';
  /** Pause before each word, in milliseconds. */
  delayMs = 0;
  /** A word before which it stops, until this is undefined or the caller leaves. */
  holdAt: string | undefined;
  #server: Server | undefined;
  #port = 0;

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}/v1`;
  }

  /** Listens; again on the same port after `stop`. */
  async start(): Promise<void> {
    const server = createServer(async (request, response) => {
      // Asked by who wants to know whether a model is there at all.
      if (request.method === 'GET') return listModels(response);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { messages, logprobs } = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
      this.prompts.push(messages.map(({ content }) => content).join('\n'));
      if (logprobs && this.logprobs === 'refused') refuse(response);
      else await this.#reply(response, logprobs === true && this.logprobs === 'told');
    });
    this.#server = server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #reply(response: ServerResponse, tellsLogprobs: boolean): Promise<void> {
    const text = this.replies.length > 1 ? this.replies.shift()! : this.replies[0]!;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (choices: object[], usage?: object) => {
      const chunk = { id: 'x', object: 'chat.completion.chunk', created: 0, model: 'scripted', choices, usage };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    };
    for (const word of text.split(/(?<= )/)) {
      if (this.delayMs > 0) await sleep(this.delayMs);
      while (this.holdAt === word.trim() && !response.closed) await sleep(HOLD_POLL_MS);
      if (response.closed) {
        this.abandoned += 1;
        return;
      }
      const logprobs = tellsLogprobs
        ? { content: [{ token: word, logprob: -0.01, bytes: null, top_logprobs: [] }] }
        : null;
      send([{ index: 0, delta: { role: 'assistant', content: word }, logprobs, finish_reason: null }]);
    }
    send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
    send([], { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 });
    response.end('data: [DONE]\n\n');
  }
}

function listModels(response: ServerResponse): void {
  const data = [{ id: 'scripted', object: 'model', created: 0, owned_by: 'tests' }];
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ object: 'list', data }));
}

function refuse(response: ServerResponse): void {
  const error = { message: 'logprobs are not supported', type: 'invalid_request_error', param: 'logprobs', code: null };
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error }));
}

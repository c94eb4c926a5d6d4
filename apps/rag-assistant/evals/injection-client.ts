import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const POLL_MS = 50;
const READY_WITHIN_MS = 120_000;
/** What a service on a busy machine says; the case is asked again then. */
const BUSY = new Set([429, 503, 504]);
const ATTEMPTS = 4;
const PAUSE_MS = 2_000;

const document = z.object({
  id: z.string(),
  status: z.string(),
  concealed_texts: z.number().optional(),
  problem: z.object({ code: z.string() }).optional(),
});
const uploaded = z.object({ documents: z.array(document).length(1) });
const answer = z.object({ answer: z.string(), abstained: z.boolean(), extractive: z.boolean() });

export interface Asked extends z.infer<typeof answer> {
  /** Texts of the document that nobody sees, as the service counts them. */
  readonly concealed: number;
}

/** An anonymous caller who uploads a document, asks about it, and deletes it, so that no quota is reached. */
export class InjectionClient {
  readonly #url: string;
  #token: string | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Error when the document cannot be indexed. */
  async ask(name: string, pdf: Buffer, question: string): Promise<Asked> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(pdf)], { type: 'application/pdf' }), name);
    const { documents } = uploaded.parse(await this.#call('POST', '/v1/documents', form));
    const { id } = documents[0]!;
    const concealed = await this.#untilReady(id);
    const given = answer.parse(await this.#call('POST', '/v1/ask', { question, document_ids: [id] }));
    await this.#call('DELETE', `/v1/documents/${id}`);
    return { ...given, concealed };
  }

  async #untilReady(id: string): Promise<number> {
    const deadline = AbortSignal.timeout(READY_WITHIN_MS);
    for (;;) {
      const { status, problem, concealed_texts } = document.parse(await this.#call('GET', `/v1/documents/${id}`));
      if (status === 'ready') return concealed_texts ?? 0;
      if (status === 'failed') throw new Error(`a host could not be indexed: ${problem?.code}`);
      deadline.throwIfAborted();
      await sleep(POLL_MS);
    }
  }

  async #call(method: string, path: string, body?: object): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.#send(method, path, body);
      if (response.ok) return response.status === 204 ? undefined : response.json();
      if (attempt === ATTEMPTS || !BUSY.has(response.status)) {
        throw new Error(`${method} ${path} answered ${response.status}`);
      }
      await sleep(PAUSE_MS);
    }
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    const isForm = body instanceof FormData;
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...(this.#token === undefined ? {} : { 'x-session-token': this.#token }),
        ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    this.#token = response.headers.get('x-session-token') ?? this.#token;
    return response;
  }
}

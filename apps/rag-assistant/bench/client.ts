import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Seldom: client and service share their cores, and what is waited too long counts against the service. */
const POLL_MS = 200;

export interface UploadedDocument {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly pages: number;
  readonly problem?: { readonly code: string };
}

/** An anonymous caller with documents of its own. */
export class Client {
  readonly #url: string;
  #token = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** @returns when the files are acknowledged, not when they are ready. */
  async upload(files: readonly { name: string; content: Uint8Array<ArrayBuffer> }[]): Promise<UploadedDocument[]> {
    const form = new FormData();
    for (const { name, content } of files) form.append('file', new Blob([content]), basename(name));
    const { documents } = await this.#call<{ documents: UploadedDocument[] }>('POST', '/v1/documents', form);
    return documents;
  }

  /** Waits until nothing is being indexed. @throws when a document failed. */
  async untilReady(): Promise<UploadedDocument[]> {
    for (;;) {
      const { documents } = await this.#call<{ documents: UploadedDocument[] }>('GET', '/v1/documents');
      const failed = documents.find(({ status }) => status === 'failed');
      if (failed) throw new Error(`${failed.name} failed: ${failed.problem?.code}`);
      if (documents.every(({ status }) => status === 'ready')) return documents;
      await sleep(POLL_MS);
    }
  }

  retrieve(question: string, k: number): Promise<{ passages: { document_name: string; page: number }[] }> {
    return this.#call('POST', '/v1/retrieve', { question, k });
  }

  /** The events of a streamed answer, as they come. */
  async *ask(question: string): AsyncGenerator<{ event: string; data: Record<string, unknown> }> {
    const answer = await this.#fetch('POST', '/v1/ask', { question, stream: true });
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        const parts = /^event: (\w+)\ndata: (.*)$/s.exec(event);
        if (parts) yield { event: parts[1]!, data: JSON.parse(parts[2]!) as Record<string, unknown> };
      }
    }
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    return (await this.#fetch(method, path, body)).json() as Promise<T>;
  }

  async #fetch(method: string, path: string, body?: object): Promise<Response> {
    const isForm = body instanceof FormData;
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        ...(this.#token ? { 'x-session-token': this.#token } : {}),
        ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    this.#token = answer.headers.get('x-session-token') ?? this.#token;
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

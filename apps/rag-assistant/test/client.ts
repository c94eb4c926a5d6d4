import { setTimeout as sleep } from 'node:timers/promises';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes, and fail where one differs
type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

export interface UploadFile {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly type?: string;
}

export interface Passage {
  readonly document_id: string;
  readonly document_name: string;
  readonly page: number;
  readonly text: string;
  readonly boxes: readonly { x: number; y: number; width: number; height: number }[];
  readonly scores: Readonly<Record<string, number>>;
}

/** One caller of the service, with what tells it from others in its headers. */
export class Client {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.url = url;
    this.headers = headers;
  }

  async call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  upload(...files: readonly UploadFile[]): Promise<Answer> {
    const form = new FormData();
    for (const { name, content, type } of files) {
      form.append('file', new Blob([content as Uint8Array<ArrayBuffer>], type ? { type } : {}), name);
    }
    return this.call('POST', '/v1/documents', form);
  }

  /** Uploads one file and waits until it is indexed. @returns its id. */
  async add(name: string, content: Uint8Array | string): Promise<string> {
    const { status, body } = await this.upload({ name, content });
    if (status !== 202) throw new Error(`not taken: ${status} ${JSON.stringify(body)}`);
    const { id } = body.documents[0];
    const { status: state, problem } = await this.settled(id);
    if (state !== 'ready') throw new Error(`not indexed: ${JSON.stringify(problem)}`);
    return id;
  }

  /** The document when it is ready or has failed. */
  async settled(id: string): Promise<Json> {
    for (;;) {
      const { body } = await this.call('GET', `/v1/documents/${id}`);
      if (body.status === 'ready' || body.status === 'failed' || body.status === 404) return body;
      await sleep(20);
    }
  }

  async list(): Promise<Json[]> {
    return (await this.call('GET', '/v1/documents')).body.documents;
  }

  retrieve(question: string, options: { k?: number; document_ids?: readonly string[] } = {}): Promise<Answer> {
    return this.call('POST', '/v1/retrieve', { question, ...options });
  }

  async passages(question: string, options: Parameters<Client['retrieve']>[1] = {}): Promise<Passage[]> {
    const { status, body } = await this.retrieve(question, options);
    if (status !== 200) throw new Error(`not answered: ${status} ${JSON.stringify(body)}`);
    return body.passages;
  }
}

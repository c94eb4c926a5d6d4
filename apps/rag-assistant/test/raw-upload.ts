import { type ClientRequest, type IncomingMessage, request } from 'node:http';

export const BOUNDARY = 'a-boundary-of-the-test';

/** One part of a form, byte for byte as the test wants it: `fetch` would mend what it should send broken. */
export function part(disposition: string, content: Uint8Array | string, type?: string): Buffer {
  const head = `--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')]);
}

export function form(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

export interface RawAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes, and fail where one differs
  readonly body: any;
}

export interface RawUpload {
  readonly request: ClientRequest;
  /** Rejects when the connection breaks before an answer. */
  readonly answer: Promise<RawAnswer>;
}

/** Begins an upload whose body the test writes itself. */
export function beginUpload(url: string, headers: Readonly<Record<string, string>>): RawUpload {
  const upload = request(`${url}/v1/documents`, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
  });
  const answer = new Promise<RawAnswer>((resolve, reject) => {
    upload.once('error', reject);
    upload.once('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode!, body: text && JSON.parse(text) });
      });
    });
  });
  return { request: upload, answer };
}

/** An upload with this body. */
export function uploadRaw(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<RawAnswer> {
  const { request, answer } = beginUpload(url, headers);
  request.end(body);
  return answer;
}

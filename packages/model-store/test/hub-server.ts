import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubState {
  /** Bytes after which the connection breaks off, once. */
  breakAfter?: number | undefined;
  /** What is served in place of the file. */
  body: Buffer;
  status: number;
  readonly requests: { url: string; range: string | undefined }[];
}

/** A model hub over real HTTP that honours ranges and can misbehave. */
export async function startHub(body: Buffer) {
  const state: HubState = { body, status: 200, requests: [] };
  const server = createServer((request, response) => {
    const range = request.headers.range;
    state.requests.push({ url: request.url ?? '', range });
    if (state.status !== 200) return response.writeHead(state.status).end();
    const start = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    const rest = state.body.subarray(start);
    response.writeHead(range ? 206 : 200, { 'content-length': rest.length });
    const limit = state.breakAfter;
    if (limit === undefined) return response.end(rest);
    state.breakAfter = undefined;
    return response.write(rest.subarray(0, limit), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

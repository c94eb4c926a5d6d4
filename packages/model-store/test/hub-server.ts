import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubState {
  /** Sends 100,000 bytes and breaks the connection off, once, when this says that they have arrived. */
  breakWhen?: (() => boolean) | undefined;
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
    const arrived = state.breakWhen;
    if (!arrived) return response.end(rest);
    state.breakWhen = undefined;
    response.write(rest.subarray(0, 100_000));
    // A reset may overtake bytes on their way, so the connection breaks only after some are on disk.
    const poll = setInterval(() => {
      if (!arrived()) return;
      clearInterval(poll);
      response.destroy();
    }, 5);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

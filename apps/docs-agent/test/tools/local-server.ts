import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface LocalServer {
  readonly port: number;
  readonly host: string;
  /** `GET 127.0.0.1:1234/path key`, one a request. */
  readonly asked: readonly string[];
}

/** A server on this machine until the test is over; what it is asked is kept. */
export async function serve(answer: RequestListener): Promise<LocalServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url} ${request.headers.authorization ?? '-'}`);
    answer(request, response);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { port, host: `127.0.0.1:${port}`, asked };
}

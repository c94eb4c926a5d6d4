import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TextEmbedder } from '@pareto/contracts';

/** How the server misbehaves, when it does. */
export type Misbehaviour = 'none' | 'wrong-dimensions' | 'too-few' | 'not-numbers' | 'http-500' | 'http-429' | 'hangs';

/**
 * A server that speaks OpenAI's `/v1/embeddings` and Hugging Face's feature extraction over real HTTP, with the vectors
 * of a real model.
 */
export async function startEmbeddingServer(model: TextEmbedder) {
  const state = { misbehaviour: 'none' as Misbehaviour };
  const server: Server = createServer(async (request, response) => {
    const body = (await json(request)) as { input?: string[]; inputs?: string[] };
    if (state.misbehaviour === 'hangs') return;
    if (state.misbehaviour === 'http-500') return response.writeHead(500).end('{}');
    if (state.misbehaviour === 'http-429') return response.writeHead(429, { 'retry-after-ms': '1' }).end('{}');
    let vectors: unknown[] = (await model.embed(body.input ?? body.inputs ?? [])).map((vector) => [...vector]);
    if (state.misbehaviour === 'wrong-dimensions') vectors = vectors.map(() => [1, 2, 3]);
    if (state.misbehaviour === 'too-few') vectors = vectors.slice(1);
    if (state.misbehaviour === 'not-numbers') vectors = vectors.map(() => ['a', null]);
    const answer = body.input
      ? {
          object: 'list',
          model: 'm',
          data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
        }
      : vectors;
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

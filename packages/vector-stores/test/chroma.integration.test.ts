import { chromaServer, describeVectorStore, findChroma } from '@pareto/contract-tests';
import { ChromaVectorStore } from '@pareto/vector-stores';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = findChroma();

describe.skipIf(!program)('Chroma (needs a Chroma server)', () => {
  let server: Awaited<ReturnType<typeof chromaServer>>;
  beforeAll(async () => {
    server = await chromaServer(program!);
    await server.start();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  describeVectorStore('chroma', async () => ({
    store: new ChromaVectorStore({ url: server.url }),
    reopen: async () => new ChromaVectorStore({ url: server.url }),
  }));

  it('says that a server is down, and goes on when it is back', async () => {
    const store = new ChromaVectorStore({ url: server.url });
    await store.createCollection('down.test', 2);
    await store.upsert('down.test', [{ id: 'a', vector: Float32Array.of(1, 0), text: 'a', metadata: {} }]);
    await server.stop();
    await expect(store.search('down.test', { vector: Float32Array.of(1, 0), k: 1 })).rejects.toMatchObject({
      code: 'store_unavailable',
      retryAfterSeconds: 5,
    });
    await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' });
    await server.start();
    expect(await store.search('down.test', { vector: Float32Array.of(1, 0), k: 1 })).toMatchObject([{ id: 'a' }]);
  }, 60_000);
});

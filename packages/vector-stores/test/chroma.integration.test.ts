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

  it('lists collections beyond the first page of them', async () => {
    const store = new ChromaVectorStore({ url: server.url });
    const names = Array.from({ length: 101 }, (_, i) => `page.${String(i).padStart(3, '0')}`);
    for (const name of names) await store.createCollection(name, 2);
    expect((await store.listCollections()).filter((name) => name.startsWith('page.'))).toEqual(names);
    for (const name of names) await store.dropCollection(name);
  }, 60_000);

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

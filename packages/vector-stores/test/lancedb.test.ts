import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeVectorStore } from '@pareto/contract-tests';
import { createLanceDbVectorStore } from '@pareto/vector-stores';
import { expect, it } from 'vitest';

describeVectorStore('lancedb', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pareto-lancedb-'));
  return {
    store: createLanceDbVectorStore({ folder }),
    reopen: async () => createLanceDbVectorStore({ folder }),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
});

it.each(['', 'data', '_versions'])(
  'lists no collection whose creation was broken off, and can create it: %j',
  async (made) => {
    const folder = await mkdtemp(join(tmpdir(), 'pareto-lancedb-'));
    await mkdir(join(folder, 'half.lance', made), { recursive: true });
    const store = createLanceDbVectorStore({ folder });
    expect(await store.listCollections()).toEqual([]);
    await store.createCollection('half', 2);
    expect(await store.listCollections()).toEqual(['half']);
    expect(await store.count('half')).toBe(0);
    await store.close();
    await rm(folder, { recursive: true });
  },
);

it('says that its folder is gone, or is none, and goes on when it is back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pareto-lancedb-'));
  const store = createLanceDbVectorStore({ folder });
  await store.ping();
  await store.createCollection('kept', 2);
  await store.upsert('kept', [{ id: 'a', vector: Float32Array.of(1, 0), text: 'a', metadata: {} }]);
  await rename(folder, `${folder}-away`);
  const unavailable = { code: 'store_unavailable', isRetryable: true };
  await expect(store.ping()).rejects.toMatchObject(unavailable);
  await writeFile(folder, 'no folder');
  await expect(store.ping()).rejects.toMatchObject(unavailable);
  await rm(folder);
  await rename(`${folder}-away`, folder);
  await store.ping();
  expect(await store.search('kept', { vector: Float32Array.of(1, 0), k: 1 })).toMatchObject([{ id: 'a' }]);
  await store.close();
  await rm(folder, { recursive: true });
});

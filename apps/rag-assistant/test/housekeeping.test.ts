import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLanceDbVectorStore } from '@pareto/vector-stores';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Housekeeping, takeStock } from '../src/use-cases/housekeeping.ts';
import { IndexingParts, pagesOf, TENANT } from './indexing-parts.ts';

describe('vectors of an embedder that is no longer used', () => {
  let folder = '';
  let parts: IndexingParts;
  let lance: ReturnType<typeof createLanceDbVectorStore>;
  let current = '';
  let former = '';
  const others = ['notes', `rag-${'0'.repeat(24)}-former`];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pareto-housekeeping-'));
    lance = createLanceDbVectorStore({ folder });
    parts = new IndexingParts();
    current = parts.indexes.collection(TENANT);
    former = current.replace(parts.embedder.fingerprint, 'former');
    for (const name of [current, former, ...others]) await lance.createCollection(name, 2);
  });
  afterEach(async () => {
    await parts.close();
    await lance.close();
    rmSync(folder, { recursive: true });
  });
  const housekeeping = () => {
    const { catalogue, files, indexes, forget, worker, embedder } = parts;
    return new Housekeeping({ catalogue, files, store: lance, indexes, forget, worker, embedder, clock: () => 0 });
  };

  it('go when all documents of their tenant were indexed anew, and nothing else goes', async () => {
    const key = parts.upload('a');
    parts.upload('b');
    parts.begin();
    await parts.until(() => parts.catalogue.jobs.waiting() === 0);
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    parts.read = async function* () {
      await released;
      yield* pagesOf(3);
    };
    parts.becomeOutdated(key);
    await takeStock(parts, parts.embedder);
    await housekeeping().once();
    expect(await lance.listCollections()).toEqual([current, former, ...others].toSorted());
    // Its next version is begun; that it is not done yet is what counts.
    parts.worker.wake();
    await parts.until(() => parts.readings === 3);
    await housekeeping().once();
    expect(await lance.listCollections()).toContain(former);

    release();
    await parts.until(() => parts.catalogue.jobs.waiting() === 0);
    await housekeeping().once();
    expect(await lance.listCollections()).toEqual([current, ...others].toSorted());
  });

  it('go with their tenant', async () => {
    await parts.store.createCollection(current, 2);
    await parts.store.createCollection(former, 2);
    for (const name of others) await parts.store.createCollection(name, 2);
    await parts.forget.tenant(TENANT);
    expect(await parts.store.listCollections()).toEqual(others.toSorted());
  });
});

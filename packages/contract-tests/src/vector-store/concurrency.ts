import { expect, test } from 'vitest';
import type { CurrentContext } from '../vector-store.ts';
import { collect, recordsOnArc, scanAll, upsertAll, vectorRecord } from './fixtures.ts';

export function testConcurrency(current: CurrentContext): void {
  test('upserts and searches at once lose nothing and fail nowhere', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const records = recordsOnArc(400);
    const writers = Array.from({ length: 8 }, (_, i) => store.upsert(collection, records.slice(i * 50, i * 50 + 50)));
    const readers = Array.from({ length: 20 }, async () => {
      const hits = await store.search(collection, { vector: Float32Array.of(1, 0), k: 10 });
      for (const hit of hits) expect(hit.text).toBe(`text of ${hit.id}`);
    });
    await Promise.all([...writers, ...readers]);
    expect(await scanAll(store, collection)).toHaveLength(400);
  }, 60_000);

  test('deletions under way hide records from searches, and fail none', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const records = recordsOnArc(400);
    await upsertAll(store, collection, records);
    const deletions = Array.from({ length: 8 }, async (_, i) => {
      const ids = records.slice(i * 50, i * 50 + 49).map((record) => record.id);
      await store.delete(collection, ids);
      const hits = await store.search(collection, { vector: Float32Array.of(1, 0), k: 400 });
      const found = new Set(hits.map((hit) => hit.id));
      expect(ids.filter((id) => found.has(id))).toEqual([]);
    });
    await Promise.all(deletions);
    expect(await scanAll(store, collection)).toHaveLength(8);
  }, 60_000);

  test('a write is visible to the next call', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    for (let i = 0; i < 10; i++) {
      await store.upsert(collection, [vectorRecord(`r${i}`, [1, i])]);
      expect(await store.count(collection)).toBe(i + 1);
      const [hit] = await store.search(collection, { vector: Float32Array.of(1, i), k: 1 });
      expect(hit!.id).toBe(`r${i}`);
    }
    await store.delete(collection, ['r4']);
    const hits = await store.search(collection, { vector: Float32Array.of(1, 4), k: 10 });
    expect(hits.map((hit) => hit.id)).not.toContain('r4');
  });

  test('upserts of the same id at once leave one record', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await Promise.all(
      Array.from({ length: 6 }, (_, n) => store.upsert(collection, [vectorRecord('a', [1, n], { n })])),
    );
    expect(await scanAll(store, collection)).toHaveLength(1);
  });

  test('writes during a scan neither break it nor duplicate records', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const records = recordsOnArc(300);
    await upsertAll(store, collection, records);
    const seen: string[] = [];
    for await (const record of store.scan(collection)) {
      if (seen.length === 0) await store.upsert(collection, records.slice(0, 100));
      seen.push(record.id);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.toSorted()).toEqual(records.map((record) => record.id));
  });

  test('an aborted signal rejects every call with its reason and writes nothing', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const reason = new Error('the caller left');
    const signal = AbortSignal.abort(reason);
    const calls = [
      store.createCollection('never-made', 2, { signal }),
      store.dropCollection(collection, { signal }),
      store.listCollections({ signal }),
      store.upsert(collection, [vectorRecord('a', [1, 0])], { signal }),
      store.delete(collection, ['a'], { signal }),
      store.count(collection, { signal }),
      store.search(collection, { vector: Float32Array.of(1, 0), k: 1 }, { signal }),
      collect(store.scan(collection, { signal })),
      store.ping({ signal }),
    ];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toEqual({ status: 'rejected', reason });
    }
    expect(await store.count(collection)).toBe(0);
    expect(await store.listCollections()).not.toContain('never-made');
  });

  test('a scan ends when its signal is aborted', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await upsertAll(store, collection, recordsOnArc(20));
    const controller = new AbortController();
    const reason = new Error('the caller left');
    const scan = async () => {
      for await (const _record of store.scan(collection, { signal: controller.signal })) controller.abort(reason);
    };
    await expect(scan()).rejects.toBe(reason);
  });
}

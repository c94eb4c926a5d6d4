import { expect, test } from 'vitest';
import { type CurrentContext, codeOf } from '../vector-store.ts';
import { recordsOnArc, scanAll, upsertAll } from './fixtures.ts';

export function testPersistence(current: CurrentContext): void {
  test('compacting changes nothing that can be found, and names a collection that is missing', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const records = recordsOnArc(30);
    await upsertAll(store, collection, records);
    await store.delete(collection, ['r00007']);
    await store.compact(collection);
    const expected = records.filter((record) => record.id !== 'r00007').map((record) => record.id);
    expect((await scanAll(store, collection)).map((record) => record.id)).toEqual(expected);
    expect(await codeOf(store.compact('contract.never-made'))).toBe('collection_not_found');
  });

  test('another store over the same data reads what was written', async (context) => {
    const { store, collection, reopen } = current();
    if (!reopen) return context.skip('this store keeps nothing');
    await store.createCollection(collection, 2);
    const records = recordsOnArc(30);
    await upsertAll(store, collection, records);
    await store.delete(collection, ['r00007']);
    const second = await reopen();
    try {
      expect(await second.listCollections()).toContain(collection);
      const expected = records.filter((record) => record.id !== 'r00007').map((record) => record.id);
      expect((await scanAll(second, collection)).map((record) => record.id)).toEqual(expected);
    } finally {
      await second.close();
    }
  });
}

import { expect, test } from 'vitest';
import { type CurrentContext, codeOf } from '../vector-store.ts';
import { collect, vectorRecord } from './fixtures.ts';

export function testCollections(current: CurrentContext): void {
  test('are created, listed and dropped', async () => {
    const { store, collection } = current();
    expect(await store.listCollections()).not.toContain(collection);
    await store.createCollection(collection, 3);
    expect(await store.listCollections()).toContain(collection);
    expect(await store.count(collection)).toBe(0);
    await store.dropCollection(collection);
    expect(await store.listCollections()).not.toContain(collection);
    expect(await codeOf(store.count(collection))).toBe('collection_not_found');
  });

  test('are created again with the same dimensions without losing records', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await store.upsert(collection, [vectorRecord('a', [1, 0])]);
    await store.createCollection(collection, 2);
    expect(await store.count(collection)).toBe(1);
  });

  test('refuse other dimensions than they have', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    expect(await codeOf(store.createCollection(collection, 3))).toBe('collection_exists');
  });

  test('come back empty after a drop, with other dimensions too', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await store.upsert(collection, [vectorRecord('a', [1, 0])]);
    await store.dropCollection(collection);
    await store.dropCollection(collection);
    await store.createCollection(collection, 3);
    expect(await store.count(collection)).toBe(0);
    await store.upsert(collection, [vectorRecord('a', [1, 0, 0])]);
    expect(await store.count(collection)).toBe(1);
  });

  test('created by several callers at once exist once', async () => {
    const { store, collection } = current();
    await Promise.all(Array.from({ length: 4 }, () => store.createCollection(collection, 2)));
    const names = await store.listCollections();
    expect(names.filter((name) => name === collection)).toHaveLength(1);
  });

  test.each(['', 'a', 'UPPER', 'ends-', '-starts', 'a/b', '../escape', 'a b', "a'b", 'ñandú', 'x'.repeat(129)])(
    'cannot be named %j',
    async (name) => {
      const { store } = current();
      expect(await codeOf(store.createCollection(name, 2))).toBe('collection_name_invalid');
      expect(await codeOf(store.count(name))).toBe('collection_not_found');
      await store.dropCollection(name);
    },
  );

  test('can be named with dots, dashes and underscores, up to 128 characters', async () => {
    const { store } = current();
    for (const name of ['a-b', '0.1_x-y', 'x'.repeat(128)]) {
      await store.createCollection(name, 2);
      expect(await store.count(name)).toBe(0);
      await store.dropCollection(name);
    }
  });

  test('that do not exist are named in the failure of every method', async () => {
    const { store, collection } = current();
    const calls = [
      store.upsert(collection, [vectorRecord('a', [1, 0])]),
      store.delete(collection, ['a']),
      store.count(collection),
      store.search(collection, { vector: Float32Array.of(1, 0), k: 1 }),
      collect(store.scan(collection)),
    ];
    const codes = await Promise.all(calls.map(codeOf));
    expect(new Set(codes)).toEqual(new Set(['collection_not_found']));
  });

  test('are pinged together with their store', async () => {
    await expect(current().store.ping()).resolves.toBeUndefined();
  });
}

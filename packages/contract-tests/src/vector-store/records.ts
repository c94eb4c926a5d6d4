import { isWellFormedText, MAX_METADATA_KEYS, type Metadata } from '@pareto/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CurrentContext, codeOf } from '../vector-store.ts';
import { recordsOnArc, scanAll, upsertAll, vectorRecord } from './fixtures.ts';

const HOSTILE_TEXTS = [
  "O'Brien's \"quoted\" \\ backslash \\' \\\\",
  "'; DROP TABLE records; --",
  "x' OR '1'='1",
  '%_*?[]{}()$^`~|&;<>',
  'line\nbreak\r\n\ttab \u0001\u001f\u007f\u2028\u2029\ufeff',
  '日本語 ñandú Ω \u{1F469}\u200d\u{1F4BB} e\u0301 \u{10FFFF} \uE000 \uFFFD',
  '{"json": ["inside", null]}',
  '',
];

export function testRecords(current: CurrentContext): void {
  test('come back from a scan exactly as they were written', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 3);
    const metadata: Metadata = {
      text: 'a',
      Text: 'b',
      whole: 7,
      fraction: 0.1,
      large: 1e300,
      beyondInt32: 2 ** 53,
      negative: -3.5,
      yes: true,
      no: false,
      empty: '',
      constructor: 'x',
    };
    const written = [
      { ...vectorRecord('a', [0.6, 0.8, 0]), metadata },
      vectorRecord('b', [0, 0, 1]),
      vectorRecord('zero', [0, 0, 0]),
    ];
    await store.upsert(collection, written);
    expect(await scanAll(store, collection)).toEqual(written);
  });

  test('have their vectors scaled to unit length', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await store.upsert(collection, [vectorRecord('a', [30, 40])]);
    const [record] = await scanAll(store, collection);
    expect(record!.vector[0]).toBeCloseTo(0.6, 6);
    expect(record!.vector[1]).toBeCloseTo(0.8, 6);
  });

  test('are replaced as a whole by an upsert with the same id', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await store.upsert(collection, [vectorRecord('a', [1, 0], { old: 1, shared: 1 }), vectorRecord('b', [0, 1])]);
    await store.upsert(collection, [{ ...vectorRecord('a', [0, 1], { shared: 'new' }), text: 'rewritten' }]);
    expect(await store.count(collection)).toBe(2);
    const [a] = await scanAll(store, collection);
    expect(a).toEqual({ id: 'a', vector: Float32Array.of(0, 1), text: 'rewritten', metadata: { shared: 'new' } });
    const hits = await store.search(collection, {
      vector: Float32Array.of(1, 0),
      k: 9,
      filter: { kind: 'exists', field: 'old', exists: true },
    });
    expect(hits).toEqual([]);
  });

  test('of one batch with the same id: the last stays', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await store.upsert(collection, [vectorRecord('a', [1, 0], { n: 1 }), vectorRecord('a', [0, 1], { n: 2 })]);
    expect((await scanAll(store, collection)).map((record) => record.metadata)).toEqual([{ n: 2 }]);
  });

  test('are deleted by id, unknown ids passed over', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await upsertAll(store, collection, recordsOnArc(5));
    await store.delete(collection, ['r00001', 'nobody', "r'00002", 'r00003']);
    await store.delete(collection, []);
    expect((await scanAll(store, collection)).map((record) => record.id)).toEqual(['r00000', 'r00002', 'r00004']);
    const hits = await store.search(collection, { vector: Float32Array.of(1, 0), k: 9 });
    expect(hits.map((hit) => hit.id)).toEqual(['r00000', 'r00002', 'r00004']);
  });

  test('may have hostile ids, texts and values', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const written = HOSTILE_TEXTS.map((text, i) => ({
      id: `${i}${text}`,
      vector: Float32Array.of(1, 0),
      text,
      metadata: { value: text },
    }));
    await store.upsert(collection, written);
    const read = new Map((await scanAll(store, collection)).map((record) => [record.id, record]));
    for (const record of written) expect(read.get(record.id)).toEqual(record);
    await store.delete(
      collection,
      written.map((record) => record.id),
    );
    expect(await store.count(collection)).toBe(0);
  });

  test('with any well-formed text and metadata come back unchanged', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 1);
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter(isWellFormedText);
    const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}$/);
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const value = fc.oneof(text, number, fc.integer(), fc.boolean());
    const metadata = fc.dictionary(key, value, { maxKeys: MAX_METADATA_KEYS, noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(text, metadata, async (anyText, anyMetadata) => {
        const written = { id: 'one', vector: Float32Array.of(1), text: anyText, metadata: anyMetadata };
        await store.upsert(collection, [written]);
        expect(await scanAll(store, collection)).toEqual([written]);
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  test('are refused with the wrong number of dimensions, whole batch alike', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const batch = [vectorRecord('a', [1, 0]), vectorRecord('b', [1, 0, 0])];
    expect(await codeOf(store.upsert(collection, batch))).toBe('dimensions_mismatch');
    expect(await store.count(collection)).toBe(0);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('are refused with %d in their vector', async (element) => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    expect(await codeOf(store.upsert(collection, [vectorRecord('a', [1, element])]))).toBe('vector_invalid');
  });

  test('are accepted in batches of up to maxBatch and refused beyond', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const records = recordsOnArc(store.maxBatch + 1);
    const ids = records.map((record) => record.id);
    expect(await codeOf(store.upsert(collection, records))).toBe('batch_too_large');
    expect(await codeOf(store.delete(collection, ids))).toBe('batch_too_large');
    expect(await store.count(collection)).toBe(0);
    await store.upsert(collection, []);
    await store.upsert(collection, records.slice(1));
    expect(await store.count(collection)).toBe(store.maxBatch);
    await store.delete(collection, ids.slice(1));
    expect(await store.count(collection)).toBe(0);
  });

  test('of several batches are all scanned, each once', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const written = recordsOnArc(store.maxBatch * 2 + 17);
    await upsertAll(store, collection, written);
    const ids = (await scanAll(store, collection)).map((record) => record.id);
    expect(ids).toEqual(written.map((record) => record.id));
  }, 60_000);
}

import { byScore } from '@pareto/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CurrentContext, codeOf } from '../vector-store.ts';
import { recordsOnArc, upsertAll, vectorRecord } from './fixtures.ts';

export function testSearch(current: CurrentContext): void {
  test('gives the nearest first, with cosine, text and metadata', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await store.upsert(collection, [
      vectorRecord('opposite', [-2, 0]),
      vectorRecord('same', [5, 0], { n: 1 }),
      vectorRecord('right-angle', [0, 3]),
      vectorRecord('between', [1, 1]),
    ]);
    const hits = await store.search(collection, { vector: Float32Array.of(0.1, 0), k: 10 });
    expect(hits.map((hit) => hit.id)).toEqual(['same', 'between', 'right-angle', 'opposite']);
    [1, Math.SQRT1_2, 0, -1].forEach((cosine, i) => {
      expect(hits[i]!.score).toBeCloseTo(cosine, 5);
    });
    expect(hits[0]).toMatchObject({ text: 'text of same', metadata: { n: 1 } });
  });

  test('gives k hits, or all when there are fewer', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const query = { vector: Float32Array.of(1, 0) };
    expect(await store.search(collection, { ...query, k: 5 })).toEqual([]);
    const records = recordsOnArc(30);
    await upsertAll(store, collection, records);
    const ids = records.map((record) => record.id);
    for (const k of [1, 7, 30, store.maxK]) {
      const hits = await store.search(collection, { ...query, k });
      expect(hits.map((hit) => hit.id)).toEqual(ids.slice(0, k));
    }
  });

  test('orders equal scores by id, also where they straddle k', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const ids = Array.from({ length: 60 }, (_, i) => `id${(i * 37) % 60}`);
    await store.upsert(
      collection,
      ids.map((id) => vectorRecord(id, [1, 1])),
    );
    await store.upsert(collection, [vectorRecord('zz-best', [1, 0])]);
    for (const k of [1, 2, 10, 59, 60, 61]) {
      const hits = await store.search(collection, { vector: Float32Array.of(1, 0), k });
      expect(hits.map((hit) => hit.id)).toEqual(['zz-best', ...ids.sort()].slice(0, k));
    }
  });

  test('gives zero vectors the score 0, and a zero query scores everything 0', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    await store.upsert(collection, [
      vectorRecord('b', [1, 0]),
      vectorRecord('zero', [0, 0]),
      vectorRecord('a', [-1, 0]),
    ]);
    const hits = await store.search(collection, { vector: Float32Array.of(1, 0), k: 3 });
    expect(hits.map(({ id, score }) => [id, Math.abs(score) < 1e-6 ? 0 : score])).toEqual([
      ['b', 1],
      ['zero', 0],
      ['a', -1],
    ]);
    const nothing = await store.search(collection, { vector: Float32Array.of(0, 0), k: 2 });
    expect(nothing.map(({ id, score }) => [id, Math.abs(score)])).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
  });

  test('refuses other dimensions, elements that are not finite, and k out of range', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const search = (vector: number[], k: number) => store.search(collection, { vector: Float32Array.from(vector), k });
    expect(await codeOf(search([1, 0, 0], 1))).toBe('dimensions_mismatch');
    expect(await codeOf(search([Number.NaN, 0], 1))).toBe('vector_invalid');
    for (const k of [0, -1, 1.5, Number.NaN, store.maxK + 1]) {
      expect(await codeOf(search([1, 0], k))).toBe('k_out_of_range');
    }
  });

  test('is exhaustive: it agrees with the cosine of every record', async () => {
    const { store, collection } = current();
    const dimensions = 8;
    await store.createCollection(collection, dimensions);
    const element = fc.integer({ min: -9, max: 9 });
    const vector = fc.array(element, { minLength: dimensions, maxLength: dimensions });
    const vectors = fc.sample(vector, { numRuns: 400, seed: 7 });
    await upsertAll(
      store,
      collection,
      vectors.map((elements, i) => vectorRecord(`v${i}`, elements)),
    );
    await fc.assert(
      fc.asyncProperty(vector, fc.integer({ min: 1, max: 50 }), async (query, k) => {
        const expected = vectors.map((elements, i) => ({ id: `v${i}`, score: cosine(query, elements) })).sort(byScore);
        const hits = await store.search(collection, { vector: Float32Array.from(query), k });
        expect(hits).toHaveLength(k);
        expect(hits).toEqual([...hits].sort(byScore));
        hits.forEach((hit, i) => {
          expect(hit.score).toBeCloseTo(expected[i]!.score, 5);
          expect(hit.score).toBeCloseTo(cosine(query, vectors[Number(hit.id.slice(1))]!), 5);
          expect(Math.abs(hit.score)).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns: 25 },
    );
  }, 60_000);
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths === 0 ? 0 : dot(a, b) / lengths;
}

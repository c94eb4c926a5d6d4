import { type Filter, isWellFormedText, type Metadata, matchesFilter, parseFilter } from '@pareto/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CurrentContext } from '../vector-store.ts';
import { recordsOnArc, upsertAll, vectorRecord } from './fixtures.ts';

const DOCUMENTS: Record<string, Metadata> = {
  none: {},
  node: { name: 'node', year: 2009, stable: true, score: 0.5 },
  bun: { name: 'bun', year: 2022, stable: false, score: -1.25 },
  textYear: { name: 'node', year: '2009', stable: 'true' },
  zero: { year: 0, name: '', score: -1e-300 },
  quoted: { name: 'O\'Brien \\ "x" --', year: -5 },
  upper: { Name: 'node', YEAR: 2009 },
  wide: { name: '\uFF21', year: 2 ** 53 },
  emoji: { name: '\u{1F600}' },
};

const CASES: Record<string, unknown>[] = [
  { name: 'node' },
  { name: { eq: 'node' } },
  { Name: 'node' },
  { year: 2009 },
  { year: '2009' },
  { stable: true },
  { stable: { ne: true } },
  { name: { ne: 'node' } },
  { year: { gt: 0 } },
  { year: { gte: 2009, lt: 2022 } },
  { year: { lte: 0 } },
  { year: { gt: '2' } },
  { score: { lt: 0 } },
  { name: { gt: 'bun' } },
  { name: { gte: '' } },
  { name: { lt: '\u{1F600}' } },
  { name: { gt: '\u{1F600}' } },
  { name: { lte: '\uFF21' } },
  { stable: { gt: false } },
  { stable: { lte: true } },
  { name: { in: ['bun', '', 'O\'Brien \\ "x" --'] } },
  { year: { in: [2009, '2009', true] } },
  { year: { nin: [2009, 'x', false] } },
  { name: { exists: true } },
  { name: { exists: false } },
  { missing: { exists: false } },
  { missing: { ne: 1 } },
  { missing: { nin: [1] } },
  { missing: { lt: 1 } },
  { not: { year: { gt: 0 } } },
  { not: { missing: 1 } },
  { not: { not: { name: 'node' } } },
  { not: { name: { ne: 'node' } } },
  { and: [{ name: 'node' }, { year: { gt: 2000 } }] },
  { or: [{ name: 'bun' }, { year: { lt: 0 } }] },
  { not: { or: [{ name: 'bun' }, { and: [{ stable: true }, { not: { score: { lt: 0 } } }] }] } },
  { name: 'node', year: 2009, stable: { exists: true } },
  { name: "x' OR '1'='1" },
  { name: { ne: "'; DROP TABLE records; --" } },
];

export function testFilters(current: CurrentContext): void {
  test('mean what matchesFilter says, operator by operator', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const records = Object.entries(DOCUMENTS).map(([id, metadata]) => vectorRecord(id, [1, 0], metadata));
    await store.upsert(collection, records);
    for (const input of CASES) {
      const filter = parseFilter(input);
      const expected = records.filter((record) => matchesFilter(record.metadata, filter)).map((record) => record.id);
      const hits = await store.search(collection, { vector: Float32Array.of(1, 0), k: 50, filter });
      expect(hits.map((hit) => hit.id).sort(), JSON.stringify(input)).toEqual(expected.sort());
    }
  }, 60_000);

  test('find k hits when k exist, however far from the query', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 2);
    const records = recordsOnArc(2_500);
    await upsertAll(store, collection, records);
    const vector = Float32Array.of(1, 0);
    const far: Filter = { kind: 'compare', field: 'position', operator: 'gte', value: 2_480 };
    const hits = await store.search(collection, { vector, k: 10, filter: far });
    expect(hits.map((hit) => hit.id)).toEqual(records.slice(2_480, 2_490).map((record) => record.id));
    const all = await store.search(collection, { vector, k: 100, filter: far });
    expect(all).toHaveLength(20);
    const notNear: Filter = {
      kind: 'not',
      filter: { kind: 'compare', field: 'position', operator: 'lt', value: 2_470 },
    };
    const rest = await store.search(collection, { vector, k: 30, filter: notNear });
    expect(rest.map((hit) => hit.id)).toEqual(records.slice(2_470).map((record) => record.id));
  }, 60_000);

  test('mean what matchesFilter says, whatever the filter and the metadata', async () => {
    const { store, collection } = current();
    await store.createCollection(collection, 1);
    const documents = fc.sample(anyMetadata, { numRuns: 150, seed: 11 });
    await upsertAll(
      store,
      collection,
      documents.map((metadata, i) => vectorRecord(`d${i}`, [1], metadata)),
    );
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        const expected = documents.flatMap((metadata, i) => (matchesFilter(metadata, filter) ? [`d${i}`] : []));
        const hits = await store.search(collection, { vector: Float32Array.of(1), k: 200, filter });
        expect(hits.map((hit) => hit.id)).toEqual(expected.sort());
      }),
      { numRuns: 120 },
    );
  }, 120_000);
}

/** Few fields and few values, so that they meet often; plus any value at all. */
const field = fc.constantFrom('a', 'A', 'b', 'missing');
const anyText = fc.string({ unit: 'binary', maxLength: 6 }).filter(isWellFormedText);
const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1, -1, 2.5, '0', '1', '', 'x', "x'", '\\', true, false) },
  { weight: 2, arbitrary: anyText },
  { weight: 1, arbitrary: fc.constantFrom('\uFFFD', '\u{1F600}', '\u{10FFFF}', '\u{10FFFF}\uFF21', '\uE000\u{10000}') },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const anyMetadata = fc.dictionary(fc.constantFrom('a', 'A', 'b'), value, { maxKeys: 3, noNullPrototype: true });

const condition: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    field,
    operator: fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte'),
    value,
  }),
  fc.record({
    kind: fc.constant('member' as const),
    field,
    operator: fc.constantFrom('in', 'nin'),
    values: fc.array(value, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('exists' as const), field, exists: fc.boolean() }),
);

const anyFilter = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    condition,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      filters: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
  ),
})).filter;

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@lancedb/lancedb';
import { parseFilter, type VectorRecord } from '@pareto/contracts';
import { createLanceDbVectorStore, MemoryVectorStore } from '@pareto/vector-stores';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const DIMENSIONS = 8;
const BATCH = 1_000;
const BATCHES = 6;
/** As many writes as make a collection tidy itself. */
const WRITES = 64;

let seed = 1;
const random = () => {
  seed = (seed * 16_807) % 2_147_483_647;
  return seed / 2_147_483_647 - 0.5;
};
const vector = () => Float32Array.from({ length: DIMENSIONS }, random);
const record = (i: number): VectorRecord => ({
  id: `r${i}`,
  vector: i % 500 === 0 ? new Float32Array(DIMENSIONS) : vector(),
  text: `text ${i}`,
  metadata: { parity: i % 2, i },
});

describe('a large LanceDB collection, its vectors laid out for searching', () => {
  const memory = new MemoryVectorStore();
  let folder = '';
  let lance: ReturnType<typeof createLanceDbVectorStore>;
  const both = <T>(use: (store: typeof lance | typeof memory) => Promise<T>) => Promise.all([use(lance), use(memory)]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pareto-lancedb-'));
    lance = createLanceDbVectorStore({ folder });
    await both((store) => store.createCollection('large', DIMENSIONS));
    for (let write = 0; write < WRITES; write += 1) {
      const rows =
        write < BATCHES ? Array.from({ length: BATCH }, (_, i) => record(write * BATCH + i)) : [record(10_000 + write)];
      await both((store) => store.upsert('large', rows));
    }
    // Upkeep is under way, and a write waits for it.
    await lance.delete('large', ['none']);
  }, 120_000);

  afterAll(async () => {
    await lance.close();
    await rm(folder, { recursive: true, force: true });
  });

  const agree = async (filter?: ReturnType<typeof parseFilter>) => {
    for (let i = 0; i < 10; i += 1) {
      const query = { vector: vector(), k: 50, ...(filter ? { filter } : {}) };
      const [ours, reference] = await both((store) => store.search('large', query));
      expect(ours!.map(({ id }) => id)).toEqual(reference!.map(({ id }) => id));
    }
  };

  it('has the index', async () => {
    const connection = await connect(folder);
    const table = await connection.openTable('large');
    expect((await table.listIndices()).map(({ name }) => name)).toContain('vector_idx');
    connection.close();
  });

  it('finds exactly what an exhaustive search finds', () => agree());

  it('also with a filter that few records pass', () => agree(parseFilter({ i: { lt: 100 } })));

  it('also after later writes, replacements and deletions', async () => {
    const written = [record(3), record(4), record(20_000)];
    await both((store) => store.upsert('large', written));
    await both((store) => store.delete('large', ['r7', 'r8', 'r10063']));
    await agree();
    await agree(parseFilter({ parity: 1 }));
  });

  it('also when upkeep has added thousands of later records to the index', async () => {
    for (let write = 0; write < WRITES; write += 1) {
      const from = 30_000 + write * 50;
      const rows = Array.from({ length: 50 }, (_, i) => record(from + i));
      await both((store) => store.upsert('large', rows));
    }
    await both((store) => store.delete('large', ['r30001', 'r11']));
    await agree();
    await agree(parseFilter({ parity: 0 }));
  });
});

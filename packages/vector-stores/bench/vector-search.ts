import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parseFilter, type VectorStore } from '@pareto/contracts';
import { type Section, seededRandom, summarize } from '@pareto/evaluation';
import { createVectorStore, MemoryVectorStore } from '../src/index.ts';

const SIZES = [11_000, 100_000];
const DIMENSIONS = 384;
const CLUSTERS = 200;
const QUERIES = 200;
const K = 10;
const REST_MS = 11_000;
const THREADS = 2;
const PYTHON = process.env.BENCH_PYTHON ?? join(import.meta.dirname, '../../../.data/venvs/bench/bin/python');

interface PeerResult {
  readonly name: string;
  readonly build_s: number;
  readonly ms: number[];
  readonly recall: number;
}

/** Exact search of LanceDB and of memory against FAISS, flat and HNSW, on the same unit vectors and queries. */
export default async function bench(): Promise<Section> {
  const rows: (string | number)[][] = [];
  const data: Record<string, unknown> = {};
  for (const size of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), 'pareto-vectors-'));
    const vectors = clusteredVectors(size + QUERIES);
    const queries = Array.from({ length: QUERIES }, (_, i) =>
      vectors.subarray((size + i) * DIMENSIONS, (size + i + 1) * DIMENSIONS),
    );
    const add = (name: string, buildSeconds: number | string, ms: number[], recall: number) => {
      const { median, p95 } = summarize(ms);
      rows.push([size, name, median.toFixed(2), p95.toFixed(2), recall.toFixed(3), buildSeconds]);
      data[`${size} ${name}`] = ms;
    };

    const memory = new MemoryVectorStore();
    const lance = createVectorStore({ kind: 'lancedb', folder: join(folder, 'lance') });
    for (const [name, store] of [
      ['memory', memory],
      ['LanceDB exact', lance],
    ] as const) {
      const began = performance.now();
      await store.createCollection('bench', DIMENSIONS);
      for (let start = 0; start < size; start += store.maxBatch) {
        const records = Array.from({ length: Math.min(store.maxBatch, size - start) }, (_, i) => {
          const row = start + i;
          const vector = vectors.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS);
          return { id: String(row), vector, text: `text of document ${row}`, metadata: { tenth: row % 10 } };
        });
        await store.upsert('bench', records);
      }
      const build = ((performance.now() - began) / 1_000).toFixed(1);
      if (store === lance) await restUntilTidied(lance);
      const search = (filter: object) => timed(queries, (vector) => store.search('bench', { vector, k: K, ...filter }));
      add(name, build, await search({}), 1);
      if (name !== 'memory')
        add(`${name}, filter keeps a tenth`, '', await search({ filter: parseFilter({ tenth: 3 }) }), 1);
    }
    await lance.close();

    const file = join(folder, 'vectors.f32');
    writeFileSync(file, vectors);
    const script = join(import.meta.dirname, 'peers/faiss_search.py');
    const { stdout } = await promisify(execFile)(
      PYTHON,
      [script, file, String(DIMENSIONS), String(QUERIES), String(K), String(THREADS)],
      { maxBuffer: 2 ** 26 },
    );
    for (const peer of JSON.parse(stdout) as PeerResult[])
      add(peer.name, peer.build_s.toFixed(1), peer.ms, peer.recall);
    rmSync(folder, { recursive: true });
  }
  return {
    title: 'Vector search',
    notes: [
      `${DIMENSIONS} dimensions, unit vectors in ${CLUSTERS} clusters, k = ${K}, ${QUERIES} queries one at a time after as many to warm up.`,
      'LanceDB reads from disk through the page cache and returns texts and metadata; FAISS and memory hold vectors in memory, and FAISS returns numbers only.',
      'Building LanceDB is writing to disk in batches of 1,000; it is searched after its rest of ten seconds, when vectors are laid out for searching. HNSW has M = 32, efConstruction = 200, efSearch = 64.',
    ],
    columns: ['vectors', 'store', 'ms (median)', 'ms (p95)', `recall@${K}`, 'build s'],
    rows,
    data,
  };
}

/** A collection at rest is tidied after ten seconds; a write then waits until that is done. */
async function restUntilTidied(store: VectorStore): Promise<void> {
  await setTimeout(REST_MS);
  await store.delete('bench', ['none']);
}

async function timed(
  queries: readonly Float32Array[],
  search: (query: Float32Array) => Promise<unknown>,
): Promise<number[]> {
  for (const query of queries) await search(query);
  const samples: number[] = [];
  for (const query of queries) {
    const began = performance.now();
    await search(query);
    samples.push(performance.now() - began);
  }
  return samples;
}

/** Unit vectors around random centres, as embeddings of texts about few subjects lie. */
function clusteredVectors(count: number): Float32Array {
  const random = seededRandom(7);
  const centres = Float32Array.from({ length: CLUSTERS * DIMENSIONS }, () => random() - 0.5);
  const vectors = new Float32Array(count * DIMENSIONS);
  for (let row = 0; row < count; row += 1) {
    const centre = Math.floor(random() * CLUSTERS) * DIMENSIONS;
    let square = 0;
    for (let d = 0; d < DIMENSIONS; d += 1) {
      const value = centres[centre + d]! + (random() - 0.5);
      vectors[row * DIMENSIONS + d] = value;
      square += value * value;
    }
    const length = Math.sqrt(square);
    for (let d = 0; d < DIMENSIONS; d += 1) vectors[row * DIMENSIONS + d]! /= length;
  }
  return vectors;
}

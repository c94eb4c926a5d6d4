import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { readNpy } from './npy.ts';
import type { WordVectors } from './word-vectors.ts';

const VECTORS = 'glove_6B_50d_emb.npy';
const VOCABULARY = 'glove_6B_index.parquet';

/** GloVe 6B 50d (Pennington, Socher & Manning 2014): 400,000 lower-case words of Wikipedia and Gigaword. */
export async function loadGlove(folder: string): Promise<WordVectors> {
  const {
    data,
    shape: [size, dimensions],
  } = readNpy(readFileSync(join(folder, VECTORS)));
  const ranks = await readRanks(readFileSync(join(folder, VOCABULARY)));
  return {
    id: 'glove-6b-50d',
    size,
    dimensions,
    rank: (word) => ranks.get(word),
    vector: (row) => data.subarray(row * dimensions, (row + 1) * dimensions),
  };
}

async function readRanks(parquet: Buffer): Promise<Map<string, number>> {
  const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.length) as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  return new Map(rows.map((row, rank) => [String(row.index), rank]));
}

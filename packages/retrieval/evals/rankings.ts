import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chunkPlainText } from '@pareto/chunking';
import { byScore, embedAll, type ScoredId } from '@pareto/contracts';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { locateModel } from '@pareto/model-store';
import { LexicalIndex } from '../src/index.ts';
import { COLLECTIONS, type EvaluationCollection, type EvaluationQuery } from './collections.ts';

const CACHE = join(import.meta.dirname, '../../../.data/cache/evals');
const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
/** Passages as the search service cuts them. */
const MAX_PASSAGE_TOKENS = 254;
const MAX_TITLE_TOKENS = 64;

/** What each ranker says of all documents that it ranks for a query, best first. */
export interface RankedQuery extends EvaluationQuery {
  readonly bm25: readonly ScoredId[];
  readonly tfidf: readonly ScoredId[];
  /** By the cosine of the best passage. */
  readonly dense: readonly ScoredId[];
}

export interface RankedCollection {
  readonly collection: EvaluationCollection;
  readonly index: LexicalIndex;
  readonly queries: readonly RankedQuery[];
  /** Ranks for queries that are not the collection's own. */
  rank(queries: readonly EvaluationQuery[]): Promise<RankedQuery[]>;
  close(): Promise<void>;
}

/** Ranks a collection's queries by words and by meaning. Vectors are computed once and kept under `.data/`. */
export async function rankedCollection(name: string, precision: 'fp32' | 'int8'): Promise<RankedCollection> {
  const collection = COLLECTIONS[name]!();
  const { folder } = await locateModel('all-minilm-l6-v2', MODELS);
  const embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: folder, precision });
  const index = new LexicalIndex({ language: collection.language });
  for (const { id, text, title } of collection.documents) index.upsert(id, text, { title });
  const passages = passagesOf(collection, embedder.countTokens);
  const cached = join(CACHE, `${name}.${embedder.fingerprint}.f32`);
  const vectors = await load(cached, passages.length, embedder.dimensions, () =>
    embedAll(
      embedder,
      passages.map(({ input }) => input),
    ),
  );

  async function rank(queries: readonly EvaluationQuery[]): Promise<RankedQuery[]> {
    const queryVectors = await embedAll(
      embedder,
      queries.map(({ text }) => text),
      { purpose: 'query' },
    );
    const k = index.size;
    return queries.map((query, i) => ({
      ...query,
      bm25: index.search(query.text, { engine: 'bm25', k }),
      tfidf: index.search(query.text, { engine: 'tfidf', k }),
      dense: bestPassages(queryVectors[i]!),
    }));
  }

  function bestPassages(query: Float32Array): ScoredId[] {
    const best = new Map<string, number>();
    passages.forEach(({ document }, i) => {
      best.set(document, Math.max(best.get(document) ?? -1, dot(query, vectors[i]!)));
    });
    return [...best].map(([id, score]) => ({ id, score })).sort(byScore);
  }

  return { collection, index, queries: await rank(collection.queries), rank, close: () => embedder.close() };
}

function passagesOf({ documents }: EvaluationCollection, countTokens: (text: string) => number) {
  return documents.flatMap(({ id, title, text }) => {
    const [heading] = chunkPlainText(title, { maxTokens: MAX_TITLE_TOKENS, countTokens });
    const chunks = chunkPlainText(text, { maxTokens: MAX_PASSAGE_TOKENS - (heading?.tokens ?? 0), countTokens });
    return chunks.map((chunk) => ({ document: id, input: heading ? `${heading.text}\n${chunk.text}` : chunk.text }));
  });
}

async function load(file: string, count: number, dimensions: number, compute: () => Promise<Float32Array[]>) {
  if (!existsSync(file)) {
    mkdirSync(CACHE, { recursive: true });
    const vectors = await compute();
    writeFileSync(
      file,
      Buffer.concat(vectors.map((vector) => new Uint8Array(vector.buffer, vector.byteOffset, 4 * dimensions))),
    );
  }
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  if (byteLength !== 4 * count * dimensions) throw new Error(`${file} is of other passages; delete it`);
  return Array.from({ length: count }, (_, i) => new Float32Array(buffer, byteOffset + 4 * i * dimensions, dimensions));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

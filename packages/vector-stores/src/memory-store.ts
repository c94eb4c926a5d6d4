import {
  byScore,
  matchesFilter,
  type ScoredId,
  ServiceError,
  type StoreOptions,
  type VectorHit,
  type VectorQuery,
  type VectorRecord,
  type VectorStore,
} from '@pareto/contracts';
import {
  checkBatch,
  checkCollectionName,
  checkQuery,
  checkSameDimensions,
  clampCosine,
  collectionNotFound,
  dot,
  prepareRecords,
  toUnitLength,
} from './boundary.ts';

interface Collection {
  readonly dimensions: number;
  readonly records: Map<string, VectorRecord>;
}

/** Everything in this process's memory, searched exhaustively: the reference for what the other stores must answer. */
export class MemoryVectorStore implements VectorStore {
  readonly maxBatch = 1_000;
  readonly maxK = 1_000;
  readonly #collections = new Map<string, Collection>();
  #isClosed = false;

  async createCollection(name: string, dimensions: number, options: StoreOptions = {}): Promise<void> {
    this.#begin(options);
    checkCollectionName(name);
    const existing = this.#collections.get(name);
    if (existing) checkSameDimensions(name, existing.dimensions, dimensions);
    else this.#collections.set(name, { dimensions, records: new Map() });
  }

  async dropCollection(name: string, options: StoreOptions = {}): Promise<void> {
    this.#begin(options);
    this.#collections.delete(name);
  }

  async listCollections(options: StoreOptions = {}): Promise<string[]> {
    this.#begin(options);
    return [...this.#collections.keys()].sort();
  }

  async upsert(name: string, records: readonly VectorRecord[], options: StoreOptions = {}): Promise<void> {
    this.#begin(options);
    const collection = this.#collection(name);
    checkBatch(records, this.maxBatch);
    for (const record of prepareRecords(records, collection.dimensions)) {
      collection.records.set(record.id, copyOf(record));
    }
  }

  async delete(name: string, ids: readonly string[], options: StoreOptions = {}): Promise<void> {
    this.#begin(options);
    const collection = this.#collection(name);
    checkBatch(ids, this.maxBatch);
    for (const id of ids) collection.records.delete(id);
  }

  async count(name: string, options: StoreOptions = {}): Promise<number> {
    this.#begin(options);
    return this.#collection(name).records.size;
  }

  async search(name: string, query: VectorQuery, options: StoreOptions = {}): Promise<VectorHit[]> {
    this.#begin(options);
    const { records, dimensions } = this.#collection(name);
    checkQuery(query, dimensions, this.maxK);
    const vector = toUnitLength(query.vector);
    const ranking: ScoredId[] = [];
    for (const record of records.values()) {
      if (query.filter && !matchesFilter(record.metadata, query.filter)) continue;
      insertRanked(ranking, { id: record.id, score: clampCosine(dot(vector, record.vector)) }, query.k);
    }
    return ranking.map(({ id, score }) => {
      const { text, metadata } = records.get(id)!;
      return { id, score, text, metadata: { ...metadata } };
    });
  }

  async *scan(name: string, options: StoreOptions = {}): AsyncGenerator<VectorRecord> {
    this.#begin(options);
    for (const record of [...this.#collection(name).records.values()]) {
      options.signal?.throwIfAborted();
      yield copyOf(record);
    }
  }

  async compact(name: string, options: StoreOptions = {}): Promise<void> {
    this.#begin(options);
    this.#collection(name);
  }

  async ping(options: StoreOptions = {}): Promise<void> {
    this.#begin(options);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#collections.clear();
  }

  #begin({ signal }: StoreOptions): void {
    signal?.throwIfAborted();
    if (this.#isClosed) throw new ServiceError('store_unavailable', 'the store is closed');
  }

  #collection(name: string): Collection {
    const collection = this.#collections.get(name);
    if (!collection) throw collectionNotFound(name);
    return collection;
  }
}

/** Keeps `ranking` the best `k` seen so far, in order; most candidates fail the first comparison. */
function insertRanked(ranking: ScoredId[], candidate: ScoredId, k: number): void {
  if (ranking.length === k && byScore(candidate, ranking[k - 1]!) > 0) return;
  let low = 0;
  let high = ranking.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (byScore(ranking[middle]!, candidate) < 0) low = middle + 1;
    else high = middle;
  }
  ranking.splice(low, 0, candidate);
  if (ranking.length > k) ranking.pop();
}

/** `structuredClone` of a vector that is part of a larger array would take all of that. */
function copyOf(record: VectorRecord): VectorRecord {
  return { ...record, vector: record.vector.slice(), metadata: { ...record.metadata } };
}

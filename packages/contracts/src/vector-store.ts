import type { Filter } from './filter.ts';
import type { Metadata } from './metadata.ts';

export interface VectorRecord {
  readonly id: string;
  readonly vector: Float32Array;
  readonly text: string;
  readonly metadata: Metadata;
}

export interface VectorQuery {
  readonly vector: Float32Array;
  /** How many hits at most. */
  readonly k: number;
  /** Applied inside the query: `k` hits that satisfy it are found when they exist. */
  readonly filter?: Filter;
}

export interface VectorHit {
  readonly id: string;
  /** Cosine similarity in [-1, 1]; 1 is the same direction. A zero vector has similarity 0 to everything. */
  readonly score: number;
  readonly text: string;
  readonly metadata: Metadata;
}

export interface StoreOptions {
  readonly signal?: AbortSignal;
}

/**
 * Keeps vectors with their texts and metadata, in named collections.
 * Collection names match `[a-z0-9][a-z0-9._-]{1,126}[a-z0-9]`. What `upsert` and `delete`
 * acknowledge is visible to the next call and survives the death of this process (memory excepted).
 *
 * Every method may throw ServiceError `store_unavailable` (retryable); those that name a collection,
 * `collection_not_found`.
 */
export interface VectorStore {
  /** Records that one `upsert` or `delete` accepts. */
  readonly maxBatch: number;
  /** Hits that one `search` accepts as `k`. */
  readonly maxK: number;
  /** Creates an empty collection; does nothing when it exists with the same dimensions. @throws `collection_exists` when it has others. */
  createCollection(name: string, dimensions: number, options?: StoreOptions): Promise<void>;
  /** Removes a collection with all its records; does nothing when there is none. */
  dropCollection(name: string, options?: StoreOptions): Promise<void>;
  listCollections(options?: StoreOptions): Promise<string[]>;
  /**
   * Adds records, replacing those with the same id; of two with one id in a batch the last stays.
   * @throws `dimensions_mismatch`, `vector_invalid`, `batch_too_large`.
   */
  upsert(collection: string, records: readonly VectorRecord[], options?: StoreOptions): Promise<void>;
  /** Deletes by id; ids that do not exist are passed over. */
  delete(collection: string, ids: readonly string[], options?: StoreOptions): Promise<void>;
  count(collection: string, options?: StoreOptions): Promise<number>;
  /**
   * The nearest records by cosine, best first; equal scores in order of id.
   * @throws `dimensions_mismatch`, `vector_invalid`, `k_out_of_range`.
   */
  search(collection: string, query: VectorQuery, options?: StoreOptions): Promise<VectorHit[]>;
  /** Every record once, in no promised order; vectors come back at unit length. */
  scan(collection: string, options?: StoreOptions): AsyncIterable<VectorRecord>;
  /**
   * Resolves when what was deleted from a collection can no longer be read from the files of the store. A server that
   * cannot be told to does it at its own time, and this then resolves at once; its adapter says so.
   */
  compact(collection: string, options?: StoreOptions): Promise<void>;
  /** Resolves when the store answers. */
  ping(options?: StoreOptions): Promise<void>;
  close(): Promise<void>;
}

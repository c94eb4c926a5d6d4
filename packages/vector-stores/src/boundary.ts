import { ServiceError, type VectorQuery, type VectorRecord } from '@pareto/contracts';

/** What every adapter checks before it touches its back end, so that all of them refuse the same calls alike. */

export const COLLECTION_NAME = /^[a-z0-9][a-z0-9._-]{1,126}[a-z0-9]$/;

export function checkCollectionName(name: string): void {
  if (COLLECTION_NAME.test(name)) return;
  throw new ServiceError('collection_name_invalid', 'a collection name matches [a-z0-9][a-z0-9._-]{1,126}[a-z0-9]');
}

export function collectionNotFound(name: string, cause?: unknown): ServiceError {
  return new ServiceError('collection_not_found', `there is no collection ${JSON.stringify(name)}`, { cause });
}

export function checkSameDimensions(name: string, actual: number, wanted: number): void {
  if (actual === wanted) return;
  throw new ServiceError('collection_exists', `collection "${name}" exists with ${actual} dimensions, not ${wanted}`);
}

export function checkBatch(items: readonly unknown[], maxBatch: number): void {
  if (items.length <= maxBatch) return;
  throw new ServiceError('batch_too_large', `${items.length} records, at most ${maxBatch} are accepted`);
}

export function checkQuery(query: VectorQuery, dimensions: number, maxK: number): void {
  if (!Number.isInteger(query.k) || query.k < 1 || query.k > maxK) {
    throw new ServiceError('k_out_of_range', `k is a whole number from 1 to ${maxK}`, { param: 'k' });
  }
  checkDimensions(query.vector, dimensions);
}

/** One record per id, the last of the batch, each with its vector at unit length. */
export function prepareRecords(records: readonly VectorRecord[], dimensions: number): VectorRecord[] {
  const lastById = new Map<string, VectorRecord>();
  for (const record of records) {
    checkDimensions(record.vector, dimensions);
    lastById.set(record.id, { ...record, vector: toUnitLength(record.vector) });
  }
  return [...lastById.values()];
}

function checkDimensions(vector: Float32Array, dimensions: number): void {
  if (vector.length === dimensions) return;
  throw new ServiceError(
    'dimensions_mismatch',
    `a vector has ${vector.length} dimensions, its collection ${dimensions}`,
  );
}

/** Float32 rounding alone moves a unit vector's length by less than this. */
const UNIT_LENGTH_TOLERANCE = 1e-6;

/**
 * The vector scaled to length 1, so that a dot product is the cosine. Vectors that have that length
 * come back as they are, bit for bit; zero vectors stay zero, and so are similar to nothing.
 * @throws ServiceError `vector_invalid` when an element is not finite.
 */
export function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  if (!Number.isFinite(length)) throw new ServiceError('vector_invalid', 'a vector holds NaN or Infinity');
  if (length === 0 || Math.abs(length - 1) < UNIT_LENGTH_TOLERANCE) return vector;
  return vector.map((element) => element / length);
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Rounding carries similarities of parallel vectors slightly past 1. */
export function clampCosine(similarity: number): number {
  return Math.max(-1, Math.min(1, similarity));
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  byScore,
  type Filter,
  matchesFilter,
  ServiceError,
  type StoreOptions,
  type VectorHit,
  type VectorQuery,
  type VectorRecord,
  type VectorStore,
} from '@pareto/contracts';
import {
  ChromaClient,
  ChromaNotFoundError,
  ChromaServerError,
  ChromaUniqueError,
  type Collection,
  type QueryResult,
  type Where,
} from 'chromadb';
import {
  COLLECTION_NAME,
  checkBatch,
  checkCollectionName,
  checkQuery,
  checkSameDimensions,
  clampCosine,
  collectionNotFound,
  prepareRecords,
  toUnitLength,
} from '../boundary.ts';
import { necessaryWhere } from './filter-where.ts';
import { recordMetadata, toColumns } from './records.ts';

export interface ChromaOptions {
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const RETRY_AFTER_SECONDS = 5;
const SCAN_PAGE = 500;
/** Chroma's index is approximate: looking further than asked keeps the first ones right. */
const MIN_FETCHED = 100;
const WIDENING = 8;
/** Records of a filter, where the index names fewer than were asked for. */
const MAX_COMPARED = 1_000;
const LIST_PAGE = 100;
const MAX_TRIES = 20;
const WAIT_MS = 50;

interface OpenCollection {
  readonly handle: Collection;
  readonly dimensions: number;
}

/** Collections on a Chroma server. The space is cosine, so that score = 1 - distance. */
export class ChromaVectorStore implements VectorStore {
  readonly maxBatch = 1_000;
  readonly maxK = 1_000;
  readonly #client: ChromaClient;
  readonly #timeoutMs: number;
  readonly #open = new Map<string, OpenCollection>();

  constructor({ url, token, timeoutMs = DEFAULT_TIMEOUT_MS }: ChromaOptions) {
    const { hostname, port, protocol } = new URL(url);
    const ssl = protocol === 'https:';
    this.#timeoutMs = timeoutMs;
    this.#client = new ChromaClient({
      host: hostname,
      port: Number(port) || (ssl ? 443 : 80),
      ssl,
      ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
    });
  }

  async createCollection(name: string, dimensions: number, { signal }: StoreOptions = {}): Promise<void> {
    checkCollectionName(name);
    await this.#call(name, signal, async () => {
      await this.#client
        .createCollection({
          name,
          configuration: { hnsw: { space: 'cosine' } },
          metadata: { dimensions },
          embeddingFunction: null,
        })
        .catch((error: unknown) => {
          if (!(error instanceof ChromaUniqueError)) throw error;
        });
    });
    checkSameDimensions(name, (await this.#collection(name, signal)).dimensions, dimensions);
  }

  async dropCollection(name: string, { signal }: StoreOptions = {}): Promise<void> {
    this.#open.delete(name);
    await this.#call(name, signal, async () => {
      await this.#client.deleteCollection({ name }).catch((error: unknown) => {
        if (!(error instanceof ChromaNotFoundError)) throw error;
      });
    });
  }

  async listCollections({ signal }: StoreOptions = {}): Promise<string[]> {
    const names = new Set<string>();
    for (let offset = 0; ; offset += LIST_PAGE) {
      const page = await this.#call('', signal, () => this.#client.listCollections({ limit: LIST_PAGE, offset }));
      for (const { name } of page) names.add(name);
      if (page.length < LIST_PAGE) return [...names].sort();
    }
  }

  async upsert(name: string, records: readonly VectorRecord[], { signal }: StoreOptions = {}): Promise<void> {
    checkBatch(records, this.maxBatch);
    const { handle, dimensions } = await this.#collection(name, signal);
    const prepared = prepareRecords(records, dimensions);
    if (prepared.length > 0) await this.#call(name, signal, () => handle.upsert(toColumns(prepared)));
  }

  async delete(name: string, ids: readonly string[], { signal }: StoreOptions = {}): Promise<void> {
    checkBatch(ids, this.maxBatch);
    const { handle } = await this.#collection(name, signal);
    if (ids.length > 0) await this.#call(name, signal, () => handle.delete({ ids: [...ids] }));
  }

  async count(name: string, { signal }: StoreOptions = {}): Promise<number> {
    const { handle } = await this.#collection(name, signal);
    return this.#call(name, signal, () => handle.count());
  }

  async search(name: string, query: VectorQuery, { signal }: StoreOptions = {}): Promise<VectorHit[]> {
    const { handle, dimensions } = await this.#collection(name, signal);
    checkQuery(query, dimensions, this.maxK);
    const { k, filter } = query;
    const vector = toUnitLength(query.vector);
    const where = filter && necessaryWhere(filter);
    const isZero = vector.every((value) => value === 0);
    const size = filter ? await this.#call(name, signal, () => handle.count()) : 0;
    // What the condition lets through is checked again; fewer than k left over means looking further.
    for (let limit = Math.max(k, MIN_FETCHED); ; limit *= WIDENING) {
      const result = await this.#call(name, signal, () =>
        untilConsistent(() =>
          handle.query({
            queryEmbeddings: [[...vector]],
            nResults: limit,
            include: ['documents', 'metadatas', 'distances'],
            ...(where ? { where } : {}),
          }),
        ),
      );
      const hits = result.ids[0]!.flatMap((id, i): VectorHit[] => {
        const metadata = result.metadatas[0]![i];
        if (!metadata) return []; // Deleted since the index was asked.
        const score = isZero ? 0 : clampCosine(1 - (result.distances[0]![i] ?? 1));
        return [{ id, score, text: result.documents[0]![i] ?? '', metadata: recordMetadata(metadata) }];
      });
      const kept = filter ? hits.filter((hit) => matchesFilter(hit.metadata, filter)) : hits;
      if (kept.length < k && limit < size) continue;
      const isShort = filter !== undefined && kept.length < k && (where !== undefined || size <= MAX_COMPARED);
      const missed = isShort ? await this.#missed(name, { vector, filter, where, kept }, signal) : [];
      return [...kept, ...missed].sort(byScore).slice(0, k);
    }
  }

  /** Chroma's graph may lose some of few records that a filter lets through: those are compared one by one. */
  async #missed(
    name: string,
    {
      vector,
      filter,
      where,
      kept,
    }: { vector: Float32Array; filter: Filter; where: Where | undefined; kept: readonly VectorHit[] },
    signal: AbortSignal | undefined,
  ): Promise<VectorHit[]> {
    const { handle } = await this.#collection(name, signal);
    const found = await this.#call(name, signal, () =>
      handle.get({
        limit: MAX_COMPARED + 1,
        include: ['documents', 'metadatas', 'embeddings'],
        ...(where ? { where } : {}),
      }),
    );
    if (found.ids.length > MAX_COMPARED) return [];
    const known = new Set(kept.map(({ id }) => id));
    return found.ids.flatMap((id, i): VectorHit[] => {
      const metadata = recordMetadata(found.metadatas[i]);
      if (known.has(id) || !matchesFilter(metadata, filter)) return [];
      const score = clampCosine(found.embeddings[i]!.reduce((sum, value, at) => sum + value * vector[at]!, 0));
      return [{ id, score, text: found.documents[i] ?? '', metadata }];
    });
  }

  async *scan(name: string, { signal }: StoreOptions = {}): AsyncGenerator<VectorRecord> {
    const { handle } = await this.#collection(name, signal);
    for (let offset = 0; ; offset += SCAN_PAGE) {
      const page = await this.#call(name, signal, () =>
        handle.get({ limit: SCAN_PAGE, offset, include: ['documents', 'metadatas', 'embeddings'] }),
      );
      for (const [i, id] of page.ids.entries()) {
        signal?.throwIfAborted();
        yield {
          id,
          vector: Float32Array.from(page.embeddings[i]!),
          text: page.documents[i] ?? '',
          metadata: recordMetadata(page.metadatas[i]),
        };
      }
      if (page.ids.length < SCAN_PAGE) return;
    }
  }

  /** Chroma purges its log and its files by itself, and offers nothing to wait for. */
  async compact(name: string, { signal }: StoreOptions = {}): Promise<void> {
    await this.#collection(name, signal);
  }

  async ping({ signal }: StoreOptions = {}): Promise<void> {
    await this.#call('', signal, () => this.#client.heartbeat());
  }

  async close(): Promise<void> {
    this.#open.clear();
  }

  async #collection(name: string, signal: AbortSignal | undefined): Promise<OpenCollection> {
    if (!COLLECTION_NAME.test(name)) throw collectionNotFound(name);
    const known = this.#open.get(name);
    if (known) return known;
    const handle = await this.#call(name, signal, () =>
      this.#client.getCollection({ name, embeddingFunction: undefined as never }),
    );
    const dimensions = Number(handle.metadata?.dimensions);
    if (!Number.isInteger(dimensions)) {
      throw new ServiceError(
        'store_invalid',
        `the collection "${name}" does not say its dimensions: others created it`,
      );
    }
    const open = { handle, dimensions };
    this.#open.set(name, open);
    return open;
  }

  /** Runs a call with the deadline and the caller's signal, and turns its failure into one of ours. */
  async #call<T>(name: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    const ends = AbortSignal.any(signal ? [signal, deadline] : [deadline]);
    let leave = () => {};
    const ended = new Promise<never>((_, reject) => {
      leave = () => reject(ends.reason);
      ends.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([work(), ended]);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ServiceError) throw error;
      // A handle outlives its collection, so a lost one is forgotten and asked for anew.
      this.#open.delete(name);
      if (error instanceof ChromaNotFoundError) throw collectionNotFound(name, error);
      throw new ServiceError('store_unavailable', 'Chroma does not answer', {
        cause: error,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    } finally {
      ends.removeEventListener('abort', leave);
    }
  }
}

/**
 * Asks again while writes are under way: Chroma announces the index of a new collection before it has made it, and asks
 * its index and its records one after the other, so that either may know of what the other does not.
 */
async function untilConsistent(query: () => Promise<QueryResult>): Promise<QueryResult> {
  for (let tries = 1; ; tries += 1) {
    try {
      const result = await query();
      if (tries === MAX_TRIES || result.metadatas[0]!.every((metadata) => metadata !== null)) return result;
    } catch (error) {
      const isBeingMade = error instanceof ChromaServerError && error.message.includes('Nothing found on disk');
      if (!isBeingMade || tries === MAX_TRIES) throw error;
    }
    await sleep(WAIT_MS);
  }
}

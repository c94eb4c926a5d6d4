import { existsSync, readdirSync } from 'node:fs';
import { mkdir, opendir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Connection, connect, Session, type Table } from '@lancedb/lancedb';
import {
  ServiceError,
  type StoreOptions,
  type VectorHit,
  type VectorQuery,
  type VectorRecord,
  type VectorStore,
} from '@pareto/contracts';
import {
  COLLECTION_NAME,
  checkBatch,
  checkCollectionName,
  checkQuery,
  checkSameDimensions,
  collectionNotFound,
  prepareRecords,
} from '../boundary.ts';
import { LanceCollection } from './collection.ts';
import { isTableExisting, isTableMissing, toServiceError } from './failure.ts';
import { sqlText } from './filter-sql.ts';
import { tableSchema, toArrowTable, toRecords } from './rows.ts';
import { searchTable } from './search.ts';

export interface LanceDbOptions {
  /** Where the tables lie. One process at a time may write there. */
  readonly folder: string;
}

/** Lance would cache up to 7 GB. An exact scan reads through the page cache of the system and needs none of it. */
const INDEX_CACHE_BYTES = 16n * 1024n * 1024n;
const METADATA_CACHE_BYTES = 32n * 1024n * 1024n;

/** The embedded default: tables in a folder, searched exactly, durable once a write is acknowledged. */
export class LanceDbVectorStore implements VectorStore {
  readonly maxBatch = 1_000;
  readonly maxK = 1_000;
  readonly #folder: string;
  readonly #collections = new Map<string, LanceCollection>();
  #turn: Promise<unknown> = Promise.resolve();
  #connection: Promise<Connection> | undefined;
  #isClosed = false;

  constructor(options: LanceDbOptions) {
    // Lance takes some bare names for addresses of its cloud; an absolute path is always a folder.
    this.#folder = resolve(options.folder);
  }

  async createCollection(name: string, dimensions: number, { signal }: StoreOptions = {}): Promise<void> {
    checkCollectionName(name);
    await this.#inTurn(() =>
      this.#withConnection('create a collection', signal, async (connection) => {
        // Lance's own `existOk` compares schemas and calls a difference in dimensions no more than invalid.
        await connection.createEmptyTable(name, tableSchema(dimensions)).catch((error: unknown) => {
          if (!isTableExisting(error)) throw error;
        });
      }),
    );
    const actual = await this.#collection(name).read('open a collection', signal, async (open) => open.dimensions);
    checkSameDimensions(name, actual, dimensions);
  }

  /** One creation at a time: Lance does not notice two of one name, and writes one empty table over the other. */
  #inTurn(create: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(create);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async dropCollection(name: string, { signal }: StoreOptions = {}): Promise<void> {
    if (!(await this.listCollections({ signal })).includes(name)) return;
    const collection = this.#collection(name);
    this.#collections.delete(name);
    await collection.close();
    await this.#withConnection('drop a collection', signal, (connection) => connection.dropTable(name));
  }

  async listCollections({ signal }: StoreOptions = {}): Promise<string[]> {
    return this.#withConnection('list collections', signal, async (connection) => {
      const names: string[] = [];
      let pageToken: string | undefined;
      do {
        const page = await connection.listTables({ pageToken });
        names.push(...page.tables);
        pageToken = page.pageToken;
      } while (pageToken);
      return names.filter((name) => isComplete(join(this.#folder, `${name}.lance`))).sort();
    });
  }

  async upsert(name: string, records: readonly VectorRecord[], { signal }: StoreOptions = {}): Promise<void> {
    checkBatch(records, this.maxBatch);
    await this.#collection(name).write('store records', signal, async ({ table, dimensions }) => {
      const prepared = prepareRecords(records, dimensions);
      if (prepared.length === 0) return;
      await table
        .mergeInsert('id')
        .whenMatchedUpdateAll()
        .whenNotMatchedInsertAll()
        .execute(toArrowTable(prepared, dimensions));
    });
  }

  async delete(name: string, ids: readonly string[], { signal }: StoreOptions = {}): Promise<void> {
    checkBatch(ids, this.maxBatch);
    await this.#collection(name).write('delete records', signal, async ({ table }) => {
      if (ids.length > 0) await table.delete(`id IN (${ids.map(sqlText).join(', ')})`);
    });
  }

  async count(name: string, { signal }: StoreOptions = {}): Promise<number> {
    return this.#collection(name).read('count', signal, ({ table }) => table.countRows());
  }

  async search(name: string, query: VectorQuery, { signal }: StoreOptions = {}): Promise<VectorHit[]> {
    return this.#collection(name).read('search', signal, ({ table, dimensions }) => {
      checkQuery(query, dimensions, this.maxK);
      return searchTable(table, query);
    });
  }

  async *scan(name: string, { signal }: StoreOptions = {}): AsyncGenerator<VectorRecord> {
    const collection = this.#collection(name);
    const endRead = collection.beginRead();
    try {
      signal?.throwIfAborted();
      const { table } = await collection.open();
      for await (const batch of table.query().select(['id', 'vector', 'text', 'metadata'])) {
        for (const record of toRecords(batch)) {
          signal?.throwIfAborted();
          yield record;
        }
      }
    } catch (error) {
      throw collection.fail(error, 'scan', signal);
    } finally {
      endRead();
    }
  }

  async compact(name: string, { signal }: StoreOptions = {}): Promise<void> {
    await this.#collection(name).compact(signal);
  }

  async ping({ signal }: StoreOptions = {}): Promise<void> {
    await this.#withConnection('answer', signal, async (connection) => {
      // Lance takes a folder that is not there for an empty one.
      await (await opendir(this.#folder)).close();
      await connection.listTables({ limit: 1 });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#collections.values()].map((collection) => collection.close()));
    this.#collections.clear();
    const connection = await this.#connection?.catch(() => undefined);
    connection?.close();
  }

  #collection(name: string): LanceCollection {
    if (!COLLECTION_NAME.test(name)) throw collectionNotFound(name);
    let collection = this.#collections.get(name);
    if (!collection) {
      collection = new LanceCollection(() => this.#openTable(name));
      this.#collections.set(name, collection);
    }
    return collection;
  }

  async #openTable(name: string): Promise<Table> {
    try {
      const connection = await this.#connect();
      return await connection.openTable(name);
    } catch (error) {
      if (!isTableMissing(error)) throw error;
      this.#collections.delete(name);
      throw collectionNotFound(name, error);
    }
  }

  #connect(): Promise<Connection> {
    if (this.#isClosed) throw new ServiceError('store_unavailable', 'the store is closed');
    this.#connection ??= mkdir(this.#folder, { recursive: true })
      .then(() => connect(this.#folder, {}, new Session(INDEX_CACHE_BYTES, METADATA_CACHE_BYTES)))
      .catch((error: unknown) => {
        this.#connection = undefined;
        throw error;
      });
    return this.#connection;
  }

  async #withConnection<T>(
    action: string,
    signal: AbortSignal | undefined,
    use: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    try {
      return await use(await this.#connect());
    } catch (error) {
      throw toServiceError(error, action);
    }
  }
}

/** A process that dies while it creates a table leaves a folder without a version, which Lance lists all the same. */
function isComplete(table: string): boolean {
  const versions = join(table, '_versions');
  return existsSync(versions) && readdirSync(versions).length > 0;
}

export function createLanceDbVectorStore(options: LanceDbOptions): LanceDbVectorStore {
  return new LanceDbVectorStore(options);
}

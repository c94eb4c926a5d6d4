import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type {
  DocumentPage,
  DocumentReader,
  StoreOptions,
  TextEmbedder,
  VectorQuery,
  VectorRecord,
} from '@pareto/contracts';
import { MemoryVectorStore } from '@pareto/vector-stores';
import type { FastifyBaseLogger } from 'fastify';
import { Catalogue } from '../src/catalogue/catalogue.ts';
import { Database } from '../src/catalogue/database.ts';
import { FileStore } from '../src/ingestion/file-store.ts';
import { Forget } from '../src/ingestion/forget.ts';
import { IndexVersion } from '../src/ingestion/index-version.ts';
import { Progress } from '../src/ingestion/progress.ts';
import { IndexingWorker } from '../src/ingestion/worker.ts';
import { TenantIndexes } from '../src/retrieving/tenant-indexes.ts';

export const TENANT = 'key:ana';
const DIMENSIONS = 8;

/** A store in memory that does, before each step, what the test wants to happen at that point. */
export class FaultyStore extends MemoryVectorStore {
  beforeUpsert: (records: readonly VectorRecord[]) => void | Promise<void> = () => undefined;
  beforeSearch: () => void | Promise<void> = () => undefined;
  beforeDelete: () => void | Promise<void> = () => undefined;
  /** Acknowledges what it does not keep. */
  losesWrites = false;

  override async upsert(name: string, records: readonly VectorRecord[], options?: StoreOptions): Promise<void> {
    await this.beforeUpsert(records);
    await super.upsert(name, this.losesWrites ? records.slice(1) : records, options);
  }

  override async search(name: string, query: VectorQuery, options?: StoreOptions) {
    await this.beforeSearch();
    return super.search(name, query, options);
  }

  override async delete(name: string, ids: readonly string[], options?: StoreOptions): Promise<void> {
    await this.beforeDelete();
    await super.delete(name, ids, options);
  }
}

/** Vectors that tell texts apart, and nothing of their meaning. */
const embedder: TextEmbedder = {
  id: 'hashes',
  fingerprint: 'hashes',
  dimensions: DIMENSIONS,
  maxTokens: 256,
  maxBatch: 64,
  async embed(texts) {
    return texts.map((text) =>
      Float32Array.from(createHash('md5').update(text).digest().subarray(0, DIMENSIONS), (byte) => byte + 1),
    );
  },
  async close() {},
};

export function pageOf(number: number, text: string): DocumentPage {
  const lines = text === '' ? [] : [{ start: 0, end: text.length }];
  const blocks = lines.map((line) => ({ kind: 'paragraph' as const, ...line, lines: [line] }));
  return { number, width: 0, height: 0, text, blocks, concealed: [] };
}

export function pagesOf(count: number, word = 'word'): DocumentPage[] {
  return Array.from({ length: count }, (_, i) => pageOf(i + 1, `Page ${i + 1} has the ${word}.`));
}

type Reading = (path: string) => AsyncIterable<DocumentPage>;

/** The worker with a real catalogue, on a reader and a store that fail when the test wants it, and a clock of the test. */
export class IndexingParts {
  readonly folder = mkdtempSync(join(tmpdir(), 'pareto-indexing-'));
  readonly #database = join(this.folder, 'catalogue.sqlite');
  readonly catalogue = new Catalogue(this.#database);
  readonly store = new FaultyStore();
  readonly embedder = embedder;
  readonly files = new FileStore(join(this.folder, 'files'));
  readonly indexes = new TenantIndexes(this.catalogue, embedder.fingerprint);
  readonly forget: Forget;
  readonly worker: IndexingWorker;
  /** What the reader does with the next version, and how often it was asked. */
  read: Reading = async function* () {
    yield* pagesOf(3);
  };
  readings = 0;
  now = 0;
  #files = 0;

  constructor(concurrency = 1) {
    const { catalogue, files, store, indexes } = this;
    this.catalogue.tenants.ensure({ id: TENANT, expiresAt: undefined }, 0);
    const reader: DocumentReader = {
      inspect: async () => ({ pages: 1, title: '' }),
      read: (path) => {
        this.readings += 1;
        return this.read(path);
      },
    };
    const progress = new Progress();
    const countTokens = (text: string) => text.split(' ').length;
    const index = new IndexVersion({ catalogue, files, reader, embedder, countTokens, store, indexes, progress });
    this.forget = new Forget({ catalogue, files, store, indexes });
    const clock = () => this.now;
    this.worker = new IndexingWorker({ catalogue, index, indexes, forget: this.forget, progress, clock }, concurrency);
  }

  begin(): void {
    const log = { info() {}, warn() {}, error() {} } as unknown as FastifyBaseLogger;
    this.worker.begin(log);
  }

  /** Another version of a document, or its first. @returns its key. */
  upload(id: string, pages = 3): number {
    this.#files += 1;
    const file = `file-${this.#files}`;
    writeFileSync(this.files.path(file), '');
    const version = { file, sha256: file, bytes: 1, title: '', pages };
    const { documents } = this.catalogue;
    const former = documents.find(TENANT, id);
    const key = former
      ? documents.addVersion(id, version)
      : documents.create({ id, tenant: TENANT, name: id, source: 'upload', createdAt: 0 }, version);
    this.worker.wake(former?.newest);
    return key;
  }

  /** As if an earlier reader had made a version. */
  becomeOutdated(key: number): void {
    const database = new Database(this.#database);
    database.run("UPDATE versions SET format = 'former' WHERE key = ?", key);
    database.close();
  }

  find(id: string) {
    return this.catalogue.documents.find(TENANT, id);
  }

  /** Lets the clock run to the next job, until something holds. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await turn();
      const due = this.catalogue.jobs.nextDue();
      // A lease that is held is due when it ends, a minute from now: that is not waited for.
      if (due !== undefined && due > this.now && due < this.now + 40_000) this.now = due;
      this.worker.wake();
    }
  }

  /** Ids of the vectors that the store keeps. */
  async vectors(): Promise<string[]> {
    const ids: string[] = [];
    for await (const { id } of this.store.scan(this.indexes.collection(TENANT))) ids.push(id);
    return ids.toSorted();
  }

  /** Passages that searches see. */
  async visible(): Promise<number> {
    return (await this.indexes.of(TENANT)).passages.size;
  }

  async close(): Promise<void> {
    await this.worker.close();
    this.catalogue.close();
    rmSync(this.folder, { recursive: true });
  }
}

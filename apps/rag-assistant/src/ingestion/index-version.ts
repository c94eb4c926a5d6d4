import {
  type DocumentPage,
  type DocumentReader,
  embedAll,
  ServiceError,
  type TextEmbedder,
  type TokenCounter,
  type VectorStore,
} from '@pareto/contracts';
import { READER_FORMAT } from '@pareto/document-readers';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type NumberedPassage, passageId } from '../catalogue/pages.ts';
import type { Version } from '../catalogue/versions.ts';
import type { TenantIndexes } from '../retrieving/tenant-indexes.ts';
import type { FileStore } from './file-store.ts';
import { PassageCutter } from './passage-cutter.ts';
import type { Progress } from './progress.ts';

export interface IndexingParts {
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly reader: DocumentReader;
  readonly embedder: TextEmbedder;
  readonly countTokens: TokenCounter;
  readonly store: VectorStore;
  readonly indexes: TenantIndexes;
  readonly progress: Progress;
}

/** Counts up when passages are cut otherwise: what was indexed before is then done anew. */
const FORMAT = 2;
/** Passages that are embedded, written and read back together. */
const BATCH = 128;
/** Batches under way: one is embedded while the next is read. */
const MAX_BATCHES_UNDER_WAY = 2;

interface Batch {
  readonly number: number;
  /** Those that begin with it. */
  readonly pages: readonly DocumentPage[];
  readonly passages: readonly NumberedPassage[];
  /** What the embedder reads of each passage. */
  readonly texts: readonly string[];
}

/** The format of everything that is derived from a file by this reader, this cutter and this embedder. */
export function formatOf(embedder: TextEmbedder): string {
  return `${FORMAT}/${READER_FORMAT}/${embedder.fingerprint}`;
}

/**
 * Reads a version of a document, page by page, into catalogue and vector store. Nothing of it is visible until
 * `publish`. The same file gives the same batches each time, so that a run which was broken off goes on where it was.
 */
export class IndexVersion {
  readonly #parts: IndexingParts;

  constructor(parts: IndexingParts) {
    this.#parts = parts;
  }

  /** @throws ServiceError what the reader, the embedder or the store threw, and the signal's reason. */
  async run(version: Version, signal: AbortSignal): Promise<void> {
    const { catalogue, store, embedder, indexes } = this.#parts;
    const { key } = version;
    await store.createCollection(indexes.collection(version.tenant), embedder.dimensions, { signal });
    const format = formatOf(embedder);
    if (version.format !== format) catalogue.pages.reset(key, format);
    const done = version.format === format ? version.passagesDone : 0;

    let pages = 0;
    let concealed = 0;
    const underWay = new Set<Promise<void>>();
    const failed = new AbortController();
    let before = Promise.resolve();
    const submit = async (batch: Batch) => {
      if (underWay.size >= MAX_BATCHES_UNDER_WAY) await Promise.race(underWay);
      failed.signal.throwIfAborted();
      const work = this.#write(version, batch, before, AbortSignal.any([signal, failed.signal]));
      before = work;
      underWay.add(work);
      work.catch((error: unknown) => failed.abort(error)).finally(() => underWay.delete(work));
    };
    try {
      for await (const batch of this.#batches(version, signal)) {
        pages = batch.pages.at(-1)?.number ?? pages;
        concealed += batch.pages.reduce((sum, page) => sum + page.concealed.length, 0);
        if ((batch.passages.at(-1)?.number ?? done) >= done) await submit(batch);
      }
      catalogue.pages.finishReading(key, pages, concealed);
      await Promise.all(underWay);
      failed.signal.throwIfAborted();
    } finally {
      await Promise.allSettled(underWay);
    }
  }

  async *#batches(version: Version, signal: AbortSignal): AsyncGenerator<Batch> {
    const { reader, files, countTokens, store } = this.#parts;
    const most = Math.min(store.maxBatch, store.maxK);
    const cutter = new PassageCutter(countTokens);
    const pages = reader.read(files.path(version.file), { name: version.name, signal });
    let batch = { number: 0, pages: [] as DocumentPage[], passages: [] as NumberedPassage[], texts: [] as string[] };
    let next = 0;
    for await (const page of pages) {
      batch.pages.push(page);
      for (const { embedText, ...passage } of cutter.cut(page)) {
        if (batch.passages.length === most) {
          // The page goes on in another batch; it is saved with the first.
          yield batch;
          batch = { number: batch.number + 1, pages: [], passages: [], texts: [] };
        }
        batch.passages.push({ ...passage, number: next });
        batch.texts.push(embedText);
        next += 1;
      }
      if (batch.passages.length < BATCH) continue;
      yield batch;
      batch = { number: batch.number + 1, pages: [], passages: [], texts: [] };
    }
    if (batch.pages.length > 0 || batch.passages.length > 0) yield batch;
  }

  /** @param before the batch before this: what is noted as done is done from the beginning, without gaps. */
  async #write(
    version: Version,
    { number, pages, passages, texts }: Batch,
    before: Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { catalogue, embedder, store, indexes, progress } = this.#parts;
    const { key, document } = version;
    const end = (passages.at(-1)?.number ?? -1) + 1;
    catalogue.transaction(() => {
      for (const page of pages) catalogue.pages.save(key, page);
      if (end > 0) catalogue.pages.beginPassages(key, end);
    });
    if (passages.length > 0) {
      const vectors = await embedAll(embedder, texts, { purpose: 'passage', signal });
      const records = passages.map((passage, i) => ({
        id: passageId(key, passage.number),
        vector: vectors[i]!,
        // The catalogue has the texts: what is kept once is forgotten at once.
        text: '',
        metadata: { document, version: key, page: passage.page, batch: number },
      }));
      const collection = indexes.collection(version.tenant);
      await store.upsert(collection, records, { signal });
      await this.#readBack(collection, key, number, records, signal);
    }
    await before;
    catalogue.transaction(() => {
      if (passages.length > 0) catalogue.pages.savePassages(key, passages);
      catalogue.pages.progress(key, 'indexing', pages.at(-1)?.number ?? passages.at(-1)!.page);
    });
    progress.changed(document);
  }

  /** What is called ready is there: every vector of a batch is asked for again. */
  async #readBack(
    collection: string,
    version: number,
    batch: number,
    records: readonly { id: string; vector: Float32Array }[],
    signal: AbortSignal,
  ): Promise<void> {
    const filter = {
      kind: 'and' as const,
      filters: [
        { kind: 'compare' as const, field: 'version', operator: 'eq' as const, value: version },
        { kind: 'compare' as const, field: 'batch', operator: 'eq' as const, value: batch },
      ],
    };
    const query = { vector: records[0]!.vector, k: records.length, filter };
    const found = new Set((await this.#parts.store.search(collection, query, { signal })).map(({ id }) => id));
    const missing = records.filter(({ id }) => !found.has(id)).length;
    if (missing > 0) throw new ServiceError('store_unavailable', `${missing} vectors cannot be read back`);
  }
}

import { chunkPlainText } from '@pareto/chunking';
import { embedAll, type VectorRecord } from '@pareto/contracts';
import type { Collection, Document } from '../catalogue/catalogue.ts';
import type { PassageEmbedder } from '../collections/embedder-pool.ts';
import type { OpenCollection, OpenCollections } from '../collections/open-collections.ts';
import { passageId, passageIds, vectorCollection, vectorCollections } from '../collections/vector-collection.ts';

/** Documents that are embedded and written as one step: one lock, one acknowledgement. */
const WRITE_BATCH = 128;
/** Small passages match better than whole pages, and MiniLM was trained on no more than 128 to 256 tokens. */
const MAX_PASSAGE_TOKENS = 254;
const MAX_TITLE_TOKENS = 64;

/** A generation of vectors that a write must reach. */
interface Target {
  readonly vectors: string;
  readonly embedder: PassageEmbedder;
}

/** Adds, replaces and deletes documents in the catalogue, the vector store and the index in memory. */
export class WriteDocuments {
  readonly #collections: OpenCollections;

  constructor(collections: OpenCollections) {
    this.#collections = collections;
  }

  /**
   * Upserts by id; of two documents with one id the last wins.
   * Resolves when all of them are found by searches and on disk. When it rejects, some may be there: upsert again.
   */
  async upsert(name: string, documents: readonly Document[], signal?: AbortSignal): Promise<number> {
    const open = await this.#collections.open(name);
    const unique = [...new Map(documents.map((document) => [document.id, document])).values()];
    for (let start = 0; start < unique.length; start += WRITE_BATCH) {
      signal?.throwIfAborted();
      const batch = unique.slice(start, start + WRITE_BATCH);
      await open.writes.run(async () => {
        const collection = this.#collections.record(name);
        await this.#heal(collection, open);
        await this.#write(collection, open, batch, signal);
      });
    }
    return unique.length;
  }

  /** Deletes by id and resolves when nothing of the documents can be found; unknown ids are passed over. */
  async delete(name: string, ids: readonly string[]): Promise<number> {
    const open = await this.#collections.open(name);
    return open.writes.run(async () => {
      const { catalogue } = this.#collections;
      const collection = this.#collections.record(name);
      const found = ids.flatMap((id) => catalogue.document(name, id) ?? []);
      catalogue.deleteDocuments(name, found);
      open.index.delete(found.map((document) => document.id));
      await this.#heal(collection, open);
      return found.length;
    });
  }

  /** Finishes what an earlier process, or a store that was down, left half done. */
  async recover(name: string): Promise<void> {
    if (this.#collections.catalogue.intents(name).length === 0) return;
    const open = await this.#collections.open(name);
    await open.writes.run(() => this.#heal(this.#collections.record(name), open));
  }

  async #heal(collection: Collection, open: OpenCollection): Promise<void> {
    const { catalogue } = this.#collections;
    const intents = catalogue.intents(collection.name);
    if (intents.length === 0) return;
    const known = intents.flatMap((intent) => catalogue.document(collection.name, intent.id) ?? []);
    if (known.length > 0) await this.#write(collection, open, known);
    const gone = intents.filter((intent) => !known.some((document) => document.id === intent.id));
    for (const vectors of vectorCollections(collection)) {
      await this.#deletePassages(
        vectors,
        gone.flatMap(({ id, passages }) => passageIds(id, 0, passages)),
      );
    }
    catalogue.clearIntents(
      collection.name,
      gone.map((intent) => intent.id),
    );
  }

  async #write(collection: Collection, open: OpenCollection, documents: readonly Document[], signal?: AbortSignal) {
    const { catalogue, store } = this.#collections;
    const former = new Map(documents.map(({ id }) => [id, catalogue.document(collection.name, id)?.passages ?? 0]));
    const targets = await this.#targets(collection);
    const records = await Promise.all(targets.map((target) => embedDocuments(documents, target.embedder, signal)));
    const passages = new Map(
      documents.map(({ id }) => [id, Math.max(...records.map((record) => record.get(id)!.length))]),
    );

    catalogue.recordIntents(
      collection.name,
      documents.map(({ id }) => ({ id, passages: Math.max(former.get(id)!, passages.get(id)!) })),
    );
    for (const [i, target] of targets.entries()) {
      const all = [...records[i]!.values()].flat();
      for (let start = 0; start < all.length; start += store.maxBatch) {
        await store.upsert(target.vectors, all.slice(start, start + store.maxBatch));
      }
      const stale = documents.flatMap(({ id }) => passageIds(id, records[i]!.get(id)!.length, former.get(id)!));
      await this.#deletePassages(target.vectors, stale);
    }
    catalogue.saveDocuments(
      collection.name,
      documents.map((document) => ({ ...document, passages: passages.get(document.id)! })),
    );
    open.index.upsert(documents);
  }

  async #targets(collection: Collection): Promise<Target[]> {
    const current = { vectors: vectorCollection(collection), embedder: await this.#collections.embedderOf(collection) };
    if (collection.nextEmbedder === null) return [current];
    const embedder = await this.#collections.embedders.load(collection.nextEmbedder);
    return [current, { vectors: vectorCollection(collection, collection.generation + 1), embedder }];
  }

  async #deletePassages(vectors: string, ids: readonly string[]): Promise<void> {
    const { store } = this.#collections;
    for (let start = 0; start < ids.length; start += store.maxBatch) {
      await store.delete(vectors, ids.slice(start, start + store.maxBatch));
    }
  }
}

/** The passages of each document with their vectors, by document id. A passage is embedded under its document's title. */
export async function embedDocuments(
  documents: readonly Document[],
  { embedder, countTokens }: PassageEmbedder,
  signal?: AbortSignal,
): Promise<Map<string, VectorRecord[]>> {
  const limit = Math.min(embedder.maxTokens, MAX_PASSAGE_TOKENS);
  const passages = documents.flatMap((document) => {
    const [title] = chunkPlainText(document.title, { maxTokens: MAX_TITLE_TOKENS, countTokens });
    const chunks = chunkPlainText(document.text, { maxTokens: limit - (title?.tokens ?? 0), countTokens });
    const texts = chunks.length > 0 ? chunks.map((chunk) => chunk.text) : [''];
    return texts.map((text, ordinal) => ({ document, ordinal, text, input: title ? `${title.text}\n${text}` : text }));
  });
  const inputs = passages.map((passage) => passage.input);
  const vectors = await embedAll(embedder, inputs, { purpose: 'passage', ...(signal ? { signal } : {}) });
  const records = new Map<string, VectorRecord[]>(documents.map(({ id }) => [id, []]));
  passages.forEach(({ document: { id, metadata }, ordinal, text }, i) => {
    records.get(id)!.push({ id: passageId(id, ordinal), vector: vectors[i]!, text, metadata });
  });
  return records;
}

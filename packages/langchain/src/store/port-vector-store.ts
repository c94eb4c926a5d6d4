import { randomUUID } from 'node:crypto';
import { Document, type DocumentInterface } from '@langchain/core/documents';
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { VectorStore as LangChainVectorStore } from '@langchain/core/vectorstores';
import { ServiceError, type VectorStore } from '@pareto/contracts';
import { z } from 'zod';
import { fromMetadata } from './document-metadata.ts';
import { toRecord } from './document-record.ts';
import { type DocumentFilter, toFilter } from './filter.ts';

export interface PortVectorStoreFields {
  readonly store: VectorStore;
  /** Created with the first documents when it is not there. */
  readonly collection: string;
}

export interface AddOptions {
  /** One per document; in their absence the ids of the documents, or new ones. */
  readonly ids?: readonly string[] | undefined;
}

const deletion = z.strictObject({ ids: z.array(z.string()) });

/**
 * A collection of a `VectorStore` as LangChain's vector store. Scores are cosine similarities in [-1, 1], 1 for the same
 * direction: unlike LangChain's own Chroma store, which gives distances.
 */
export class PortVectorStore extends LangChainVectorStore {
  declare FilterType: DocumentFilter;
  readonly #store: VectorStore;
  readonly #collection: string;
  #isCreated = false;

  constructor(embeddings: EmbeddingsInterface, { store, collection }: PortVectorStoreFields) {
    super(embeddings, {});
    this.#store = store;
    this.#collection = collection;
  }

  static override lc_name(): string {
    return 'PortVectorStore';
  }

  static override async fromTexts(
    texts: string[],
    metadatas: object[] | object,
    embeddings: EmbeddingsInterface,
    fields: PortVectorStoreFields,
  ): Promise<PortVectorStore> {
    const documents = texts.map((pageContent, i) => {
      const metadata = (Array.isArray(metadatas) ? metadatas[i] : metadatas) as Record<string, unknown> | undefined;
      return new Document({ pageContent, metadata: metadata ?? {} });
    });
    return PortVectorStore.fromDocuments(documents, embeddings, fields);
  }

  static override async fromDocuments(
    documents: DocumentInterface[],
    embeddings: EmbeddingsInterface,
    fields: PortVectorStoreFields,
  ): Promise<PortVectorStore> {
    const store = new PortVectorStore(embeddings, fields);
    await store.addDocuments(documents);
    return store;
  }

  _vectorstoreType(): string {
    return 'pareto';
  }

  /** Adds documents, or replaces those with the same id. @returns their ids. @throws as `addVectors` does. */
  override async addDocuments(documents: DocumentInterface[], options: AddOptions = {}): Promise<string[]> {
    const vectors = await this.embeddings.embedDocuments(documents.map(({ pageContent }) => pageContent));
    return this.addVectors(vectors, documents, options);
  }

  /**
   * Everything is checked before anything is written; then `store.maxBatch` documents at a time, so that those of
   * earlier batches stay when a later one fails.
   * @throws ServiceError `request_invalid`, `text_malformed`, and what the store throws.
   */
  override async addVectors(
    vectors: number[][],
    documents: DocumentInterface[],
    { ids }: AddOptions = {},
  ): Promise<string[]> {
    requireOnePerDocument('vectors', vectors, documents);
    if (ids) requireOnePerDocument('ids', ids, documents);
    const records = documents.map((document, i) =>
      toRecord(document, vectors[i]!, ids?.[i] ?? document.id ?? randomUUID(), `documents.${i}`),
    );
    if (records.length === 0) return [];
    await this.#create(records[0]!.vector.length);
    for (let start = 0; start < records.length; start += this.#store.maxBatch) {
      await this.#store.upsert(this.#collection, records.slice(start, start + this.#store.maxBatch));
    }
    return records.map(({ id }) => id);
  }

  /**
   * The nearest documents with their cosine similarity, best first; `k` of them that satisfy the filter when they exist.
   * @throws ServiceError `filter_invalid`, `filter_operator_unknown`, `collection_not_found`, `k_out_of_range`,
   *   `dimensions_mismatch`, `store_unavailable`.
   */
  override async similaritySearchVectorWithScore(
    query: number[],
    k: number,
    filter?: this['FilterType'],
  ): Promise<[Document, number][]> {
    const hits = await this.#store.search(this.#collection, {
      vector: Float32Array.from(query),
      k,
      ...(filter ? { filter: toFilter(filter) } : {}),
    });
    return hits.map(({ id, score, text, metadata }) => [
      new Document({ id, pageContent: text, metadata: fromMetadata(metadata) }),
      score,
    ]);
  }

  /**
   * @param params `{ ids }`; ids that do not exist are passed over.
   * @throws ServiceError `parameter_unsupported` for anything else: the port deletes by id only.
   */
  override async delete(params: Record<string, unknown> = {}): Promise<void> {
    const parsed = deletion.safeParse(params);
    if (!parsed.success) {
      throw new ServiceError('parameter_unsupported', 'documents are deleted by { ids }', { param: 'ids' });
    }
    const { ids } = parsed.data;
    for (let start = 0; start < ids.length; start += this.#store.maxBatch) {
      await this.#store.delete(this.#collection, ids.slice(start, start + this.#store.maxBatch));
    }
  }

  async #create(dimensions: number): Promise<void> {
    if (this.#isCreated) return;
    await this.#store.createCollection(this.#collection, dimensions);
    this.#isCreated = true;
  }
}

function requireOnePerDocument(what: string, items: readonly unknown[], documents: readonly unknown[]): void {
  if (items.length === documents.length) return;
  throw new ServiceError('request_invalid', `${items.length} ${what} for ${documents.length} documents`, {
    param: what,
  });
}

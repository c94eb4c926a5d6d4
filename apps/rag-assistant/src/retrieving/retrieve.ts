import type { Filter, ScoredId, TextEmbedder, VectorStore } from '@pareto/contracts';
import type { PassageIndex } from '@pareto/retrieval';
import type { Passage, RetrievedPassage } from '../passages.ts';

/** What a tenant's searches look in. */
export interface TenantIndex {
  /** Collection of the vector store. */
  readonly vectors: string;
  /** Leaves out what the tenant does not see, and other documents than those asked for. */
  filter(documentIds?: readonly string[]): Filter | undefined;
  readonly passages: PassageIndex;
  passage(id: string): Passage | undefined;
}

export interface RetrieveRequest {
  readonly tenant: TenantIndex;
  readonly question: string;
  /** Passages wanted. */
  readonly k: number;
  /** Documents to look in; all of the tenant's when absent. */
  readonly documentIds?: readonly string[] | undefined;
}

/** Nearest passages that each query is asked for. */
const CANDIDATES = 200;

/** Finds the passages of a tenant's documents that answer a question. */
export class Retrieve {
  readonly #embedder: TextEmbedder;
  readonly #store: VectorStore;

  constructor({ embedder, store }: { embedder: TextEmbedder; store: VectorStore }) {
    this.#embedder = embedder;
    this.#store = store;
  }

  /** @returns best first; fewer than `k` where there are fewer. @throws ServiceError as the embedder and the store do. */
  async run({ tenant, question, k, documentIds }: RetrieveRequest, signal: AbortSignal): Promise<RetrievedPassage[]> {
    const index = tenant.passages;
    if (index.size === 0) return [];
    const analysis = index.analyse(question, documentIds);
    const vectors = await this.#embedder.embed(analysis.queries, { purpose: 'query', signal });
    const candidates = Math.min(CANDIDATES, this.#store.maxK);
    const dense: ScoredId[][] = await Promise.all(
      analysis.searches.map(({ query, documents }) => {
        const filter = tenant.filter(documents);
        const search = { vector: vectors[query]!, k: candidates, ...(filter && { filter }) };
        return this.#store.search(tenant.vectors, search, { signal });
      }),
    );
    return index.rank(analysis, dense, k).flatMap(({ id, scores }) => {
      const passage = tenant.passage(id);
      const document = passage && index.document(passage.documentId);
      return passage && document ? [{ ...passage, documentName: document.name, scores }] : [];
    });
  }
}

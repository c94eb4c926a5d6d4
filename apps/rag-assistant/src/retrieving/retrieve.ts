import type { Filter, ScoredId, TextEmbedder, VectorStore } from '@pareto/contracts';
import type { PassageIndex, QuestionAnalysis, RankedPassage } from '@pareto/retrieval';
import type { Passage, RetrievedPassage } from '../passages.ts';
import { type ExplainedStages, explainedStages } from './explained-stages.ts';

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

export interface ExplainedRetrieval {
  readonly passages: readonly RetrievedPassage[];
  readonly understood: QuestionAnalysis;
  readonly stages: ExplainedStages;
}

/** Nearest passages that each query is asked for. */
const CANDIDATES = 200;
/** Candidates of each stage that are shown. */
const SHOWN = 50;

/** Finds the passages of a tenant's documents that answer a question. */
export class Retrieve {
  readonly #embedder: TextEmbedder;
  readonly #store: VectorStore;

  constructor({ embedder, store }: { embedder: TextEmbedder; store: VectorStore }) {
    this.#embedder = embedder;
    this.#store = store;
  }

  /** @returns best first; fewer than `k` where there are fewer. @throws ServiceError as the embedder and the store do. */
  async run(request: RetrieveRequest, signal: AbortSignal): Promise<RetrievedPassage[]> {
    const { tenant, question, k, documentIds } = request;
    const analysis = tenant.passages.analyse(question, documentIds);
    const dense = await this.#nearest(tenant, analysis, signal);
    return named(tenant, tenant.passages.rank(analysis, dense, k));
  }

  /** The same, with how the question was understood and what each stage of the search found. */
  async explain(request: RetrieveRequest, signal: AbortSignal): Promise<ExplainedRetrieval> {
    const { tenant, question, k, documentIds } = request;
    const understood = tenant.passages.analyse(question, documentIds);
    const dense = await this.#nearest(tenant, understood, signal);
    const { passages, stages } = tenant.passages.explain(understood, dense, { k, limit: SHOWN });
    return { passages: named(tenant, passages), understood, stages: explainedStages(tenant, stages) };
  }

  /** For each of the analysis' searches, the nearest passages. */
  async #nearest(tenant: TenantIndex, analysis: QuestionAnalysis, signal: AbortSignal): Promise<ScoredId[][]> {
    if (tenant.passages.size === 0) return [];
    const vectors = await this.#embedder.embed(analysis.queries, { purpose: 'query', signal });
    const candidates = Math.min(CANDIDATES, this.#store.maxK);
    return Promise.all(
      analysis.searches.map(({ query, documents }) => {
        const filter = tenant.filter(documents);
        const search = { vector: vectors[query]!, k: candidates, ...(filter && { filter }) };
        return this.#store.search(tenant.vectors, search, { signal });
      }),
    );
  }
}

function named(tenant: TenantIndex, ranked: readonly RankedPassage[]): RetrievedPassage[] {
  return ranked.flatMap(({ id, scores }) => {
    const passage = tenant.passage(id);
    const document = passage && tenant.passages.document(passage.documentId);
    return passage && document ? [{ ...passage, documentName: document.name, scores }] : [];
  });
}

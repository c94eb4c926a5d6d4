import { AsyncLocalStorage } from 'node:async_hooks';
import { Document } from '@langchain/core/documents';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import { ensureConfig, type RunnableConfig } from '@langchain/core/runnables';

/** What a ranking found; a `VectorHit` is one. */
export interface RankedDocument {
  readonly id: string;
  /** Higher is better; comparable within one ranking. */
  readonly score: number;
  readonly text: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Ranks documents for a query, the best first; aborting rejects with the signal's reason. */
export type Retrieve = (
  query: string,
  options: { readonly signal?: AbortSignal | undefined },
) => Promise<readonly RankedDocument[]>;

export interface PortRetrieverFields extends BaseRetrieverInput {
  readonly retrieve: Retrieve;
}

/** The metadata of a retrieved document that holds its score: documents of retrievers have no place of their own for it. */
export const RELEVANCE_SCORE = 'relevanceScore';

/** Any ranking as LangChain's retriever: hybrid search, an index of pages, another service. */
export class PortRetriever extends BaseRetriever {
  lc_namespace = ['pareto', 'retrievers'];
  readonly #retrieve: Retrieve;
  /** LangChain hands a retriever no signal, so `invoke` leaves it here for its own call. */
  readonly #signal = new AsyncLocalStorage<AbortSignal | undefined>();

  constructor({ retrieve, ...fields }: PortRetrieverFields) {
    super(fields);
    this.#retrieve = retrieve;
  }

  static override lc_name(): string {
    return 'PortRetriever';
  }

  override async invoke(input: string, options?: Partial<RunnableConfig>): Promise<Document[]> {
    const config = ensureConfig(options);
    config.signal?.throwIfAborted();
    return (await this.#signal.run(config.signal, () => super.invoke(input, config))) as Document[];
  }

  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    const ranking = await this.#retrieve(query, { signal: this.#signal.getStore() });
    return ranking.map(
      ({ id, score, text, metadata }) =>
        new Document({ id, pageContent: text, metadata: { ...metadata, [RELEVANCE_SCORE]: score } }),
    );
  }
}

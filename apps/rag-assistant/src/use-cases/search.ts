import { ServiceError } from '@pareto/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { PageContent, RetrievedPassage } from '../passages.ts';
import type { ExplainedRetrieval, Retrieve, TenantIndex } from '../retrieving/retrieve.ts';
import type { TenantIndexes } from '../retrieving/tenant-indexes.ts';
import type { Scope } from './documents.ts';

interface SearchedState {
  /** Names the state of the index that was searched. */
  readonly indexVersion: string;
  /** Passages of the tenant, among which these were found. */
  readonly among: number;
  /** Of words, folded, those that no document of the scope has. */
  readonly unknown: (words: readonly string[]) => readonly string[];
}

interface Found<T> extends SearchedState {
  readonly found: T;
}

export interface SearchResult extends SearchedState {
  readonly passages: readonly RetrievedPassage[];
}

export interface ExplainedSearch extends SearchedState, ExplainedRetrieval {}

/** A search during which a document was replaced is made again, so that it sees the old or the new and not neither. */
const MAX_TRIES = 3;

/** `Housekeeping` sees to it. */
const LOST = 'the vector store lost what it had, and gets it again';

/** Finds passages within a scope. */
export class Search {
  readonly #catalogue: Catalogue;
  readonly #indexes: TenantIndexes;
  readonly #retrieve: Retrieve;

  constructor(catalogue: Catalogue, indexes: TenantIndexes, retrieve: Retrieve) {
    this.#catalogue = catalogue;
    this.#indexes = indexes;
    this.#retrieve = retrieve;
  }

  /** @throws ServiceError `store_unavailable`, and as the embedder does. */
  async run(scope: Scope, question: string, k: number, signal: AbortSignal): Promise<SearchResult> {
    const { found, ...state } = await this.#consistent(scope, (tenant) =>
      this.#retrieve.run({ tenant, question, k, documentIds: scope.documentIds }, signal),
    );
    return { ...state, passages: found };
  }

  /** The same, with how the question was understood and what each stage found. */
  async explain(scope: Scope, question: string, k: number, signal: AbortSignal): Promise<ExplainedSearch> {
    const { found, ...state } = await this.#consistent(scope, (tenant) =>
      this.#retrieve.explain({ tenant, question, k, documentIds: scope.documentIds }, signal),
    );
    return { ...state, ...found };
  }

  async #consistent<T>(
    { tenant, documentIds }: Scope,
    retrieve: (index: TenantIndex) => Promise<T>,
  ): Promise<Found<T>> {
    for (let tries = 1; ; tries += 1) {
      const indexVersion = String(this.#catalogue.tenants.revision(tenant));
      const index = await this.#indexes.of(tenant);
      const found = await retrieve(index).catch((error: unknown) => {
        throw isLost(error) ? new ServiceError('store_unavailable', LOST, { cause: error }) : error;
      });
      if (tries < MAX_TRIES && index.isOutdated()) continue;
      const { passages } = index;
      const unknown = (words: readonly string[]) => passages.unknown(words, documentIds);
      return { found, indexVersion, among: passages.size, unknown };
    }
  }

  /** A page of the version that is searched. */
  page(documentId: string, number: number): PageContent | undefined {
    return this.#catalogue.pages.page(documentId, number);
  }
}

function isLost(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'collection_not_found';
}

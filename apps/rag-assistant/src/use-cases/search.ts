import { ServiceError } from '@pareto/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { PageContent, RetrievedPassage } from '../passages.ts';
import type { Retrieve } from '../retrieving/retrieve.ts';
import type { TenantIndexes } from '../retrieving/tenant-indexes.ts';
import type { Scope } from './documents.ts';

export interface SearchResult {
  readonly passages: readonly RetrievedPassage[];
  /** Names the state of the index that was searched. */
  readonly indexVersion: string;
  /** Passages of the tenant, among which these were found. */
  readonly among: number;
}

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
  async run({ tenant, documentIds }: Scope, question: string, k: number, signal: AbortSignal): Promise<SearchResult> {
    for (let tries = 1; ; tries += 1) {
      const indexVersion = String(this.#catalogue.tenants.revision(tenant));
      const index = await this.#indexes.of(tenant);
      const request = { tenant: index, question, k, documentIds };
      const passages = await this.#retrieve.run(request, signal).catch((error: unknown) => {
        throw isLost(error) ? new ServiceError('store_unavailable', LOST, { cause: error }) : error;
      });
      if (tries === MAX_TRIES || !index.isOutdated()) return { passages, indexVersion, among: index.passages.size };
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

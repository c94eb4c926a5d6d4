import { kendallTau, overlapAtK } from '@pareto/evaluation';
import type { EngineName } from '../engines/engine.ts';
import type { Search, SearchRequest, SearchResult } from './search.ts';

export interface Agreement {
  readonly engines: [EngineName, EngineName];
  /** Share of the first k that both show, 0 to 1. */
  readonly overlap_at_k: number;
  /** Kendall's tau-b of the two orders, -1 to 1; null where it is not defined. */
  readonly kendall_tau: number | null;
}

/** Shows what several engines answer to one query, and how far they agree. */
export class Compare {
  readonly #search: Search;

  constructor(search: Search) {
    this.#search = search;
  }

  async compare(name: string, engines: readonly EngineName[], request: SearchRequest) {
    const columns: SearchResult[] = await Promise.all(
      engines.map((engine) => this.#search.search(name, engine, request)),
    );
    const rankings = columns.map((column) => column.hits.map((hit) => hit.id));
    const agreement: Agreement[] = engines.flatMap((a, i) =>
      engines.slice(i + 1).map((b, j) => {
        const [first, second] = [rankings[i]!, rankings[i + 1 + j]!];
        const tau = kendallTau(first, second);
        return {
          engines: [a, b],
          overlap_at_k: overlapAtK(first, second, request.k),
          kendall_tau: Number.isNaN(tau) ? null : tau,
        };
      }),
    );
    return { columns, agreement };
  }
}

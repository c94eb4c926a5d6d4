import { ServiceError } from '@pareto/contracts';
import type { DocPage, DocSection, DocSource, DocSymbol, DocsIndex, SectionHit, SourceFilter } from '../docs-index.ts';

type SearchOptions = Parameters<DocsIndex['search']>[1];
type SymbolOptions = NonNullable<Parameters<DocsIndex['symbols']>[1]>;

const DEFAULT_SYMBOLS = 20;

/**
 * The part of an index that one question may touch. What lies outside is, to the tools, not there: no argument that a
 * model writes can reach it.
 */
export class ScopedIndex implements DocsIndex {
  readonly #index: DocsIndex;
  readonly #scope: readonly SourceFilter[];

  /** @param scope each names a source, or one version of it. */
  constructor(index: DocsIndex, scope: readonly (SourceFilter & { readonly source: string })[]) {
    this.#index = index;
    this.#scope = scope;
  }

  sources(): readonly DocSource[] {
    return this.#index.sources().filter(({ name, version }) => this.#within({ source: name, version }).length > 0);
  }

  /** Where several sources are in question, their hits by turns: scores of different searches do not compare. */
  async search(question: string, options: SearchOptions): Promise<readonly SectionHit[]> {
    const filters = this.#within(options);
    const lists = await Promise.all(
      filters.map((filter) => this.#index.search(question, { k: options.k, signal: options.signal, ...filter })),
    );
    if (lists.length === 1) return lists[0]!;
    const seen = new Set<string>();
    const turns = Array.from({ length: options.k }, (_, rank) => lists.flatMap((list) => list[rank] ?? [])).flat();
    return turns.filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, options.k);
  }

  page(source: string, path: string, version?: string): DocPage {
    const [filter] = this.#within({ source, version });
    if (!filter) throw outOfScope(source);
    return this.#index.page(source, path, filter.version);
  }

  symbols(name: string, { limit = DEFAULT_SYMBOLS, ...filter }: SymbolOptions = {}): readonly DocSymbol[] {
    return this.#within(filter)
      .flatMap((within) => this.#index.symbols(name, { limit, ...within }))
      .slice(0, limit);
  }

  mentions(term: string, filter: SourceFilter = {}): boolean {
    return this.#within(filter).some((within) => this.#index.mentions(term, within));
  }

  /** Of a source in scope in any version: a changelog tells of the others too. */
  changelog(source: string, from: string, to: string): readonly DocSection[] {
    if (!this.#scope.some((scope) => scope.source === source)) throw outOfScope(source);
    return this.#index.changelog(source, from, to);
  }

  /** What is both asked for and in scope. */
  #within({ source, version }: SourceFilter): SourceFilter[] {
    return this.#scope
      .filter((scope) => source === undefined || scope.source === source)
      .filter((scope) => version === undefined || scope.version === undefined || scope.version === version)
      .map((scope) => ({ source: scope.source, version: scope.version ?? version }));
  }
}

function outOfScope(source: string): ServiceError {
  return new ServiceError('source_not_found', `There is no source "${source.slice(0, 100)}".`, { param: 'source' });
}

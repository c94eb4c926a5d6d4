import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Filter } from '@pareto/contracts';
import { type AnalysedDocument, PassageIndex } from '@pareto/retrieval';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Version } from '../catalogue/versions.ts';
import type { Passage } from '../passages.ts';
import type { TenantIndex } from './retrieve.ts';

const PASSAGES_A_TURN = 500;
/** Indexes of tenants that nobody asked for longest are dropped from memory; they are built again when needed. */
const MAX_OPEN = 64;

export interface WatchedIndex extends TenantIndex {
  /** Whether something was replaced or removed since: a search under way may have missed both the old and the new. */
  isOutdated(): boolean;
}

/** What is in memory of each tenant, built from the catalogue when it is first asked for. */
export class TenantIndexes {
  readonly #catalogue: Catalogue;
  /** Names the space of the vectors: another embedder has collections of its own. */
  readonly #space: string;
  readonly #open = new Map<string, Promise<PassageIndex>>();
  /** How often something that searches saw was replaced or removed, by tenant. */
  readonly #withdrawals = new Map<string, number>();

  constructor(catalogue: Catalogue, fingerprint: string) {
    this.#catalogue = catalogue;
    this.#space = fingerprint;
  }

  /** The collection of a tenant's vectors: one for each, so that no filter stands between two tenants. */
  collection(tenant: string): string {
    return `${nameOf(tenant)}${this.#space}`;
  }

  /** Those of these collections that hold vectors of a tenant, made by whichever embedder. */
  collectionsOf(tenant: string, names: readonly string[]): string[] {
    return names.filter((name) => name.startsWith(nameOf(tenant)));
  }

  async of(tenant: string): Promise<WatchedIndex> {
    const passages = await this.#index(tenant);
    const { versions, pages } = this.#catalogue;
    const withdrawals = this.#withdrawals.get(tenant);
    return {
      vectors: this.collection(tenant),
      passages,
      isOutdated: () => this.#withdrawals.get(tenant) !== withdrawals,
      filter: (ids) => visible(versions.hiddenWithVectors(tenant), ids),
      passage: (id) => pages.passage(id),
    };
  }

  /**
   * Lets searches see a version in place of the one before: in the catalogue, by `commit`, and in memory, with nothing
   * in between.
   */
  async publish(version: Version, signal: AbortSignal, commit: () => void): Promise<void> {
    const open = this.#open.get(version.tenant);
    const index = await open;
    const document = index && (await this.#read(version, index));
    signal.throwIfAborted();
    commit();
    if (index?.document(version.document)) this.#withdraw(version.tenant);
    if (document) index.put(document);
    // Whoever asked meanwhile may have begun to build it from what was there before.
    if (this.#open.get(version.tenant) !== open) this.#open.delete(version.tenant);
  }

  remove(tenant: string, document: string): void {
    this.#withdraw(tenant);
    void this.#open.get(tenant)?.then((index) => index.remove(document));
  }

  close(tenant: string): void {
    this.#open.delete(tenant);
    this.#withdrawals.delete(tenant);
  }

  #withdraw(tenant: string): void {
    this.#withdrawals.set(tenant, (this.#withdrawals.get(tenant) ?? 0) + 1);
  }

  async #index(tenant: string): Promise<PassageIndex> {
    const index = this.#open.get(tenant) ?? this.#build(tenant);
    this.#open.delete(tenant);
    this.#open.set(tenant, index);
    if (this.#open.size > MAX_OPEN) this.#open.delete(this.#open.keys().next().value!);
    return index;
  }

  async #build(tenant: string): Promise<PassageIndex> {
    const index = new PassageIndex();
    for (const version of this.#catalogue.versions.visible(tenant)) {
      index.put(await this.#read(version, index));
    }
    return index;
  }

  /** In turns, so that requests are answered meanwhile. */
  async #read(version: Version, index: PassageIndex): Promise<AnalysedDocument> {
    const passages: Passage[] = [];
    for await (const some of this.#passagesOf(version.key)) passages.push(...some);
    const work = index.read({ id: version.document, name: version.name, title: version.title }, passages);
    for (let step = work.next(); ; step = work.next()) {
      if (step.done) return step.value;
      await turn();
    }
  }

  async *#passagesOf(version: number): AsyncGenerator<Passage[]> {
    for (let from = 0; ; from += PASSAGES_A_TURN) {
      const passages = this.#catalogue.pages.passages(version, from, PASSAGES_A_TURN);
      yield passages;
      if (passages.length < PASSAGES_A_TURN) return;
      await turn();
    }
  }
}

/** Begins the names of a tenant's collections, and says nothing of the tenant. */
function nameOf(tenant: string): string {
  return `rag-${createHash('sha256').update(tenant).digest('hex').slice(0, 24)}-`;
}

/** Hidden versions are few, those of jobs under way; a list of the visible ones would grow with the documents. */
function visible(hidden: readonly number[], documentIds: readonly string[] | undefined): Filter | undefined {
  const filters: Filter[] = [];
  if (hidden.length > 0) filters.push({ kind: 'member', field: 'version', operator: 'nin', values: hidden });
  if (documentIds) filters.push({ kind: 'member', field: 'document', operator: 'in', values: documentIds });
  return filters.length < 2 ? filters[0] : { kind: 'and', filters };
}

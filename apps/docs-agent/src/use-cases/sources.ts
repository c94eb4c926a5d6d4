import { ServiceError } from '@pareto/contracts';
import type { DocSource } from '../docs-index.ts';
import type { SourceKey } from '../index/catalogue.ts';
import { SourceIndexer } from '../index/source-indexer.ts';
import type { SqliteDocsIndex } from '../index/sqlite-docs-index.ts';
import type { InstalledPackage } from '../sources/installed-packages.ts';

export interface SourcesFields {
  readonly index: Pick<SqliteDocsIndex, 'sources'>;
  readonly indexer: SourceIndexer;
  /** Folder of the project; undefined where there is none. */
  readonly project: string | undefined;
  /** Names of the packages of the project that are indexed; all that it names when absent. */
  readonly packages: readonly string[] | undefined;
}

export interface Progress {
  readonly done: number;
  readonly all: number;
}

/** What of a source is told when its indexing ended. */
export type OnIndexed = (source: SourceKey, problem?: unknown) => void;

/** Which documentation is indexed: the packages of the project, and what callers add. */
export class Sources {
  readonly #fields: SourcesFields;
  readonly #stop = new AbortController();
  /** Asked for, and not begun. */
  readonly #waiting = new Map<string, DocSource>();
  #working: Promise<unknown> = Promise.resolve();
  #project: Progress | 'not-begun' | 'done' = 'not-begun';

  constructor(fields: SourcesFields) {
    this.#fields = fields;
  }

  list(): readonly DocSource[] {
    const known = this.#fields.index.sources();
    const names = new Set(known.map(keyOf));
    const waiting = [...this.#waiting].filter(([key]) => !names.has(key)).map(([, source]) => source);
    return [...known.map((source) => ({ ...source, ...(this.#isWaiting(source) && indexing) })), ...waiting];
  }

  /** How far the first indexing of the project is. */
  get progress(): Progress | undefined {
    if (this.#project === 'not-begun') return { done: 0, all: this.#fields.project === undefined ? 0 : 1 };
    return this.#project === 'done' ? undefined : this.#project;
  }

  /**
   * Brings the index to what the project has installed: new versions are added, changed files read again, and packages
   * removed that it has no longer. Resolves when all is done; one package that cannot be read stops no other.
   */
  indexProject(onIndexed: OnIndexed = () => undefined): Promise<void> {
    const work = this.#indexProject(onIndexed);
    this.#inBackground(work);
    return work;
  }

  /**
   * Begins to index a package, in every installed version or in one.
   * @throws ServiceError `source_not_found` where the project has none installed.
   */
  addPackage(name: string, version: string | undefined, onIndexed?: OnIndexed): readonly DocSource[] {
    const { project } = this.#fields;
    if (project === undefined) throw new ServiceError('source_not_found', 'There is no project.', { param: 'package' });
    const installed = SourceIndexer.installed(project, name, version);
    for (const one of installed) this.#inBackground(this.#package(one, onIndexed));
    return this.#named(name);
  }

  /** @throws ServiceError `source_not_found` for a folder that is not inside of an allowed one. */
  addFolder(name: string, folder: string, onIndexed?: OnIndexed): readonly DocSource[] {
    const { indexer } = this.#fields;
    indexer.requireAllowed(folder);
    const key = { name, version: undefined };
    this.#inBackground(this.#index(key, 'folder', (signal) => indexer.indexFolder(name, folder, signal), onIndexed));
    return this.#named(name);
  }

  /** @throws ServiceError `source_not_found`. */
  remove(name: string, version?: string): Promise<void> {
    return this.#fields.indexer.remove(name, version);
  }

  /** Leaves what is not indexed for the next process. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #indexProject(onIndexed: OnIndexed): Promise<void> {
    const { index, indexer, project } = this.#fields;
    if (project !== undefined) {
      const installed = SourceIndexer.installedPackages(project);
      const wanted = installed.filter(({ name, isDirect }) => this.#fields.packages?.includes(name) ?? isDirect);
      if (this.#project !== 'done') this.#project = { done: 0, all: wanted.length };
      await Promise.all(wanted.map((one) => this.#package(one, onIndexed).finally(() => this.#count())));
      if (this.#stop.signal.aborted) return;
      // After what takes its place: what two versions have in common is embedded once.
      const there = new Set(installed.map(keyOf));
      for (const source of index.sources()) {
        if (source.kind === 'package' && !there.has(keyOf(source))) await removeIfThere(indexer, source);
      }
    }
    this.#project = 'done';
  }

  #package(installed: InstalledPackage, onIndexed?: OnIndexed): Promise<void> {
    const { indexer } = this.#fields;
    return this.#index(installed, 'package', (signal) => indexer.indexPackage(installed, signal), onIndexed);
  }

  async #index(
    { name, version }: SourceKey,
    kind: DocSource['kind'],
    work: (signal: AbortSignal) => Promise<unknown>,
    onIndexed: OnIndexed = () => undefined,
  ): Promise<void> {
    const key = keyOf({ name, version });
    this.#waiting.set(key, { name, version, kind, status: 'indexing', documents: 0, chunks: 0 });
    try {
      await work(this.#stop.signal);
      onIndexed({ name, version });
    } catch (error) {
      if (!this.#stop.signal.aborted) onIndexed({ name, version }, error);
    } finally {
      this.#waiting.delete(key);
    }
  }

  #inBackground(work: Promise<void>): void {
    // Whoever began it hears of its failure.
    this.#working = Promise.all([this.#working, work.catch(() => undefined)]);
  }

  #named(name: string): readonly DocSource[] {
    return this.list().filter((source) => source.name === name);
  }

  #isWaiting(source: SourceKey): boolean {
    return this.#waiting.has(keyOf(source));
  }

  #count(): void {
    if (typeof this.#project === 'object') this.#project = { ...this.#project, done: this.#project.done + 1 };
  }
}

/** Another process may have been first. */
async function removeIfThere(indexer: SourceIndexer, { name, version }: SourceKey): Promise<void> {
  try {
    await indexer.remove(name, version);
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === 'source_not_found')) throw error;
  }
}

const indexing = { status: 'indexing' } as const;

function keyOf({ name, version }: SourceKey): string {
  return `${name}@${version ?? ''}`;
}

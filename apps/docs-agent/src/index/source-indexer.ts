import { type DocumentReader, ServiceError, type TextEmbedder, type TokenCounter } from '@pareto/contracts';
import { allowedFolder, folderContent } from '../sources/folder-content.ts';
import { type InstalledPackage, installedPackages } from '../sources/installed-packages.ts';
import { SECTION_TOKENS } from '../sources/markdown-page.ts';
import { packageContent } from '../sources/package-content.ts';
import type { SourceContent } from '../sources/source-document.ts';
import type { Catalogue, SourceKey } from './catalogue.ts';
import { SourceWriter, type WrittenPages } from './source-writer.ts';
import type { SqliteDocsIndex } from './sqlite-docs-index.ts';

export interface SourceIndexerOptions {
  readonly catalogue: Catalogue;
  readonly index: SqliteDocsIndex;
  readonly embedder: TextEmbedder & { readonly countTokens: TokenCounter };
  /** Of HTML pages. */
  readonly reader: DocumentReader;
  /** Folders inside of which folders may be indexed. */
  readonly allowedFolders: readonly string[];
}

export interface IndexingResult extends WrittenPages {
  /** What was left out, for a person. */
  readonly notes: readonly string[];
}

/** Indexes packages and folders, one after the other, also where several processes share an index. */
export class SourceIndexer {
  readonly #options: SourceIndexerOptions;
  readonly #writer: SourceWriter;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SourceIndexerOptions) {
    this.#options = options;
    this.#writer = new SourceWriter(options.catalogue.database, options.embedder);
  }

  /** Every package that a project has installed, in every version. */
  static installedPackages(project: string): InstalledPackage[] {
    return installedPackages(project);
  }

  /**
   * Every installed version of a package, or one.
   * @throws ServiceError `source_not_found` where the project has none installed.
   */
  static installed(project: string, name: string, version?: string): InstalledPackage[] {
    const found = installedPackages(project).filter(
      (candidate) => candidate.name === name && (version === undefined || candidate.version === version),
    );
    if (found.length === 0) {
      throw new ServiceError('source_not_found', 'The project has no such package installed.', { param: 'package' });
    }
    return found;
  }

  indexPackage(installed: InstalledPackage, signal?: AbortSignal): Promise<IndexingResult> {
    return this.#inTurn(installed, 'package', (cut) => packageContent(installed, cut), signal);
  }

  /** @throws ServiceError `source_not_found` for a folder that is not inside of an allowed one. */
  requireAllowed(folder: string): string {
    return allowedFolder(folder, this.#options.allowedFolders);
  }

  /** @throws ServiceError as `requireAllowed`. */
  async indexFolder(name: string, folder: string, signal?: AbortSignal): Promise<IndexingResult> {
    const { reader } = this.#options;
    const real = this.requireAllowed(folder);
    return this.#inTurn({ name, version: undefined }, 'folder', (cut) => folderContent(real, { reader, cut }), signal);
  }

  /** Waits for what is being indexed. @throws ServiceError `source_not_found`. */
  remove(name: string, version?: string): Promise<void> {
    return this.#next(async () => {
      const { catalogue, index } = this.#options;
      const known = catalogue.sources();
      if (!known.some((source) => source.name === name && (version === undefined || source.version === version))) {
        throw new ServiceError('source_not_found', 'There is no such source.', { param: 'source' });
      }
      catalogue.remove(name, version);
      index.refresh();
    });
  }

  #inTurn(
    key: SourceKey,
    kind: 'package' | 'folder',
    read: (cut: { countTokens: TokenCounter; maxTokens: number }) => SourceContent,
    signal: AbortSignal | undefined,
  ): Promise<IndexingResult> {
    const { catalogue, index, embedder } = this.#options;
    return this.#next(async () => {
      const source = catalogue.begin(key, kind);
      try {
        const content = read({ countTokens: embedder.countTokens, maxTokens: SECTION_TOKENS });
        const written = await this.#writer.write(source, content.documents, signal);
        if (written.removed.length > 0) catalogue.prune();
        catalogue.end(source, 'ready');
        index.refresh();
        return { ...written, notes: content.notes };
      } catch (error) {
        // Whoever opens the catalogue next finds it interrupted.
        if (signal?.aborted) throw error;
        // A message of the file system names folders of this machine.
        catalogue.end(source, 'failed', error instanceof ServiceError ? error.message : 'Its files could not be read.');
        throw error;
      }
    }, signal);
  }

  /** After what this process began before, and while no other process writes. */
  #next<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const { lock } = this.#options.catalogue.database;
    const done = this.#turn.then(async () => {
      signal?.throwIfAborted();
      await lock.acquire(signal);
      try {
        return await work();
      } finally {
        lock.release();
      }
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

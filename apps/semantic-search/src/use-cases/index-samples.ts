import type { OpenCollections } from '../collections/open-collections.ts';
import { documentationOf, installedPackages } from '../samples/documentation.ts';
import type { ManageCollections } from './manage-collections.ts';
import type { WriteDocuments } from './write-documents.ts';

export type SampleProgress = (done: number, total: number) => void;

/** Keeps one collection filled with the documentation of the npm packages that are installed here. */
export class IndexSamples {
  readonly #collections: OpenCollections;
  readonly #manage: ManageCollections;
  readonly #write: WriteDocuments;

  constructor(collections: OpenCollections, manage: ManageCollections, write: WriteDocuments) {
    this.#collections = collections;
    this.#manage = manage;
    this.#write = write;
  }

  /** Does nothing when the collection holds exactly these versions; otherwise upserts, then deletes what is gone. */
  async run(name: string, packages: readonly string[], signal: AbortSignal, onProgress: SampleProgress): Promise<void> {
    const installed = installedPackages(packages);
    const source = installed.map((pkg) => `${pkg.name}@${pkg.version}`).join(' ');
    const { catalogue } = this.#collections;
    if (installed.length === 0 || catalogue.collection(name)?.source === source) return;

    const collection = await this.#manage.put(name, { language: 'en' });
    const { countTokens } = await this.#collections.embedders.load(collection.embedder);
    const documents = installed.flatMap((pkg) => [...documentationOf(pkg, countTokens)]);
    const step = 128;
    for (let start = 0; start < documents.length; start += step) {
      await this.#write.upsert(name, documents.slice(start, start + step), signal);
      onProgress(Math.min(start + step, documents.length), documents.length);
    }
    const current = new Set(documents.map((document) => document.id));
    await this.#write.delete(
      name,
      catalogue.documentIds(name).filter((id) => !current.has(id)),
    );
    catalogue.setSource(name, source);
  }
}

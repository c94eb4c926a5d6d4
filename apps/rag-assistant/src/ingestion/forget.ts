import { ServiceError, type VectorStore } from '@pareto/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { passageId } from '../catalogue/pages.ts';
import type { Version } from '../catalogue/versions.ts';
import type { TenantIndexes } from '../retrieving/tenant-indexes.ts';
import type { FileStore } from './file-store.ts';

interface Parts {
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly store: VectorStore;
  readonly indexes: TenantIndexes;
}

/**
 * Removes documents until nothing of them can be read anywhere. What is to be forgotten is noted first and is invisible
 * from then on, so that a deletion that is broken off is finished later.
 */
export class Forget {
  readonly #parts: Parts;
  /** Deletions one after another: each ends with a compaction. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Hides a document at once, in every index and conversation. */
  hide(tenant: string, document: string): void {
    const { catalogue, indexes } = this.#parts;
    catalogue.transaction(() => {
      catalogue.documents.markDeleted(document);
      catalogue.turns.forgetDocument(document);
      catalogue.tenants.touch(tenant);
      for (const { key } of catalogue.versions.of(document)) catalogue.jobs.finish(key);
    });
    indexes.remove(tenant, document);
  }

  /**
   * Removes a hidden document; no job may be working on it.
   * @throws ServiceError `store_unavailable`; `Housekeeping` finishes it later.
   */
  document(tenant: string, document: string): Promise<void> {
    return this.#inTurn(async () => {
      const { catalogue, files, store, indexes } = this.#parts;
      const versions = catalogue.versions.of(document);
      for (const version of versions) await this.#vectors(version);
      // Also for versions that failed: what was removed of them may still be in files.
      if (versions.some(({ format }) => format !== null)) await present(store.compact(indexes.collection(tenant)));
      for (const { file } of versions) await files.remove(file);
      catalogue.documents.deleteRow(document);
      catalogue.expunge();
    });
  }

  /** Removes a version that nobody sees any more; its document stays, and its file where that was read anew. */
  version(version: Version): Promise<void> {
    return this.#inTurn(async () => {
      const { catalogue, files } = this.#parts;
      await this.#vectors(version);
      // The text of a file that stays need not be expunged, which would be done for each document after an upgrade.
      const staysThere = catalogue.versions.sharesFile(version);
      if (!staysThere) {
        await this.#compact(version);
        await files.remove(version.file);
      }
      catalogue.versions.delete(version.key);
      if (!staysThere) catalogue.expunge();
    });
  }

  /** Removes what a version that failed has in the store and the catalogue; its file and its problem stay. */
  contents(version: Version): Promise<void> {
    return this.#inTurn(async () => {
      const { catalogue } = this.#parts;
      await this.#vectors(version);
      await this.#compact(version);
      catalogue.pages.clear(version.key);
      catalogue.expunge();
    });
  }

  /** Forgets a tenant whose documents are all hidden. */
  async tenant(tenant: string): Promise<void> {
    const { catalogue, store, indexes, files } = this.#parts;
    await this.#inTurn(async () => {
      for (const name of indexes.collectionsOf(tenant, await store.listCollections())) await store.dropCollection(name);
      for (const { id } of catalogue.documents.deleted().filter((document) => document.tenant === tenant)) {
        for (const { file } of catalogue.versions.of(id)) await files.remove(file);
        catalogue.documents.deleteRow(id);
      }
      catalogue.tenants.delete(tenant);
      catalogue.expunge();
    });
    indexes.close(tenant);
  }

  async #compact({ tenant, passagesBegun }: Version): Promise<void> {
    const { store, indexes } = this.#parts;
    if (passagesBegun > 0) await present(store.compact(indexes.collection(tenant)));
  }

  async #vectors({ tenant, key, passagesBegun }: Version): Promise<void> {
    const { store, indexes } = this.#parts;
    const collection = indexes.collection(tenant);
    for (let start = 0; start < passagesBegun; start += store.maxBatch) {
      const count = Math.min(store.maxBatch, passagesBegun - start);
      const ids = Array.from({ length: count }, (_, i) => passageId(key, start + i));
      await present(store.delete(collection, ids));
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** A store that lost the collection holds nothing of it. */
async function present(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof ServiceError && error.code === 'collection_not_found')) throw error;
  });
}

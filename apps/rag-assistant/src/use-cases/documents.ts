import type { ReadStream } from 'node:fs';
import { ServiceError } from '@pareto/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Document } from '../catalogue/documents.ts';
import type { StoredPage } from '../catalogue/pages.ts';
import { SHARED_TENANT, type Tenant } from '../catalogue/tenants.ts';
import type { FileLinks } from '../file-links.ts';
import type { FileStore } from '../ingestion/file-store.ts';
import type { Forget } from '../ingestion/forget.ts';
import type { Progress } from '../ingestion/progress.ts';
import type { IndexingWorker } from '../ingestion/worker.ts';

interface Parts {
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly links: FileLinks;
  readonly worker: IndexingWorker;
  readonly forget: Forget;
  readonly progress: Progress;
}

/** Whose documents a question is asked of. */
export interface Scope {
  readonly tenant: string;
  readonly documentIds: readonly string[] | undefined;
}

/** What a tenant may see and do with documents. Those of others do not exist, in any answer. */
export class TenantDocuments {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Own documents; the shared ones while there are none. */
  list(tenant: Tenant): Document[] {
    const { documents } = this.#parts.catalogue;
    const own = documents.list(tenant.id);
    return own.length > 0 ? own : documents.list(SHARED_TENANT.id);
  }

  /** @throws ServiceError `document_not_found`, alike for what is not there and for what is another's. */
  find(tenant: Tenant, id: string): Document {
    const { documents } = this.#parts.catalogue;
    const document = documents.find(tenant.id, id) ?? documents.find(SHARED_TENANT.id, id);
    if (!document) throw new ServiceError('document_not_found', 'there is no such document', { param: 'id' });
    return document;
  }

  /**
   * Where a question is looked up: in the documents named, else in the tenant's own, else in the shared ones.
   * @throws ServiceError `document_not_found`, and `request_invalid` for own and shared documents at once.
   */
  scope(tenant: Tenant, ids: readonly string[] | undefined): Scope {
    if (!ids) {
      const hasOwn = this.#parts.catalogue.documents.list(tenant.id).length > 0;
      return { tenant: hasOwn ? tenant.id : SHARED_TENANT.id, documentIds: undefined };
    }
    const owners = new Set(ids.map((id) => this.find(tenant, id).tenant));
    if (owners.size > 1) {
      throw new ServiceError('request_invalid', 'ask your own documents or shared ones, not both at once', {
        param: 'document_ids',
      });
    }
    return { tenant: [...owners][0]!, documentIds: [...new Set(ids)] };
  }

  /** @throws ServiceError `document_not_found`, `page_not_found`. */
  page(tenant: Tenant, id: string, number: number): StoredPage {
    const document = this.find(tenant, id);
    const page = this.#parts.catalogue.pages.page(document.id, number);
    if (!page) {
      const detail = document.current === null ? 'the document is not ready' : 'the document has no such page';
      throw new ServiceError('page_not_found', detail, { param: 'number' });
    }
    return page;
  }

  /**
   * @param token opens the file also for who is not its tenant; one that does not is as none.
   * @throws ServiceError `document_not_found`.
   */
  async file(tenant: Tenant, id: string, token = ''): Promise<{ name: string; stream: ReadStream; isPdf: boolean }> {
    const document = this.find(this.#linkedTenant(id, token) ?? tenant, id);
    const version = this.#parts.catalogue.versions.find(document.current ?? document.newest)!;
    return { name: document.name, ...(await this.#parts.files.read(version.file)) };
  }

  /** What opens the file of a document of a tenant for a while; undefined where everybody may open it. */
  fileToken(tenant: string, id: string): string | undefined {
    return tenant === SHARED_TENANT.id ? undefined : this.#parts.links.token(tenant, id);
  }

  #linkedTenant(id: string, token: string): Tenant | undefined {
    const { documents, tenants } = this.#parts.catalogue;
    const owner = documents.ownerOf(id);
    const tenant = owner === undefined ? undefined : tenants.find(owner);
    return tenant && this.#parts.links.opens(tenant, id, token) ? tenant : undefined;
  }

  /** The document now, and again after every change, until it is ready or has failed. */
  async *follow(tenant: Tenant, id: string, signal: AbortSignal): AsyncGenerator<Document> {
    const changes = this.#parts.progress.changes(id, signal);
    const first = changes.next();
    for (let next = first; ; next = changes.next()) {
      const document = this.find(tenant, id);
      yield document;
      if (document.status === 'ready' || document.status === 'failed') return;
      if ((await next).done) return;
    }
  }

  /**
   * Resolves when nothing of the document can be read any more.
   * @throws ServiceError `document_not_found`, `document_read_only`, `store_unavailable` (hidden already; finished later).
   */
  async delete(tenant: Tenant, id: string): Promise<void> {
    const document = this.find(tenant, id);
    if (document.tenant !== tenant.id) {
      throw new ServiceError('document_read_only', 'a shared document cannot be deleted here', { param: 'id' });
    }
    await this.remove(tenant.id, id);
  }

  /** The same, whoever asks. */
  async remove(tenant: string, id: string): Promise<void> {
    const { forget, worker, progress } = this.#parts;
    forget.hide(tenant, id);
    progress.changed(id);
    await worker.cancel(id);
    await forget.document(tenant, id);
  }
}

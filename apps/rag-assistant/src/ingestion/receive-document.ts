import { randomUUID } from 'node:crypto';
import { type DocumentReader, ServiceError } from '@pareto/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Document } from '../catalogue/documents.ts';
import type { Tenant } from '../catalogue/tenants.ts';
import { claimsPdf, safeFileName } from './file-name.ts';
import { type FileStore, isPdf, type StoredFile } from './file-store.ts';
import { Permits } from './permits.ts';
import type { Quota } from './quota.ts';
import type { IndexingWorker } from './worker.ts';

export interface IncomingFile {
  readonly name: string | undefined;
  readonly mediaType?: string | undefined;
  readonly content: AsyncIterable<Buffer>;
  /** `upload`, `sample` or `watch`. */
  readonly source: string;
}

interface Parts {
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly reader: DocumentReader;
  readonly worker: IndexingWorker;
  readonly clock: () => number;
}

/** Files that are looked into at a time: each takes a process of its own, with memory and time of its own. */
const INSPECTIONS = 2;

/** Takes a file in: when it resolves, file and job are durable. */
export class ReceiveDocument {
  readonly #parts: Parts;
  readonly #inspections = new Permits(INSPECTIONS);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * The same bytes again are the same document; other bytes under a name that is there are its next version.
   * @throws ServiceError `document_too_large`, `documents_quota_exceeded`, and those of `DocumentReader.inspect`.
   */
  async run(tenant: Tenant, incoming: IncomingFile, quota: Quota, signal: AbortSignal): Promise<Document> {
    const reservation = quota.reserve(tenant);
    try {
      const stored = await this.#parts.files.receive(incoming.content, reservation.add, signal);
      return await this.#take(tenant, incoming, stored, quota, signal);
    } finally {
      reservation.end();
    }
  }

  async #take(
    tenant: Tenant,
    incoming: IncomingFile,
    stored: StoredFile,
    quota: Quota,
    signal: AbortSignal,
  ): Promise<Document> {
    let isKept = false;
    try {
      const name = safeFileName(incoming.name);
      const known = this.#parts.catalogue.documents.findByHash(tenant.id, stored.sha256);
      if (known && known.status !== 'failed') return known;
      const { document, usesFile } = await this.#admit(tenant, { ...incoming, name }, stored, quota, signal);
      isKept = usesFile;
      return document;
    } finally {
      if (!isKept) await this.#parts.files.remove(stored.file);
    }
  }

  async #admit(
    tenant: Tenant,
    { name, mediaType, source }: IncomingFile & { name: string },
    stored: StoredFile,
    quota: Quota,
    signal: AbortSignal,
  ): Promise<{ document: Document; usesFile: boolean }> {
    const { catalogue, files, reader, worker, clock } = this.#parts;
    if (stored.bytes === 0) throw new ServiceError('document_unreadable', 'the file is empty', { param: 'file' });
    if (claimsPdf(name, mediaType) && !isPdf(stored.head)) {
      throw new ServiceError('document_type_unsupported', 'the file is called a PDF and is none', { param: 'file' });
    }
    const inspect = () => reader.inspect(files.path(stored.file), { name, signal });
    const { pages, title } = await this.#inspections.run(inspect, signal);
    // What another request did meanwhile counts: from here on nothing waits.
    const same = catalogue.documents.findByHash(tenant.id, stored.sha256);
    if (same && same.status !== 'failed') return { document: same, usesFile: false };
    const former = same ?? catalogue.documents.findByName(tenant.id, name);
    quota.require(tenant, {
      documents: former ? 0 : 1,
      bytes: stored.bytes - (former?.bytes ?? 0),
      pages: pages - (former?.pages ?? 0),
    });
    const version = { file: stored.file, sha256: stored.sha256, bytes: stored.bytes, title, pages };
    const id = former?.id ?? randomUUID().replaceAll('-', '');
    const now = clock();
    catalogue.transaction(() => {
      catalogue.tenants.ensure(tenant, now);
      if (former) catalogue.documents.addVersion(id, version);
      else catalogue.documents.create({ id, tenant: tenant.id, name, source, createdAt: now }, version);
    });
    worker.wake(former?.newest);
    return { document: catalogue.documents.find(tenant.id, id)!, usesFile: true };
  }
}

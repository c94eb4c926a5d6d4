import { ServiceError } from '@pareto/contracts';
import type { Tenant, Tenants, TenantUse } from '../catalogue/tenants.ts';
import type { Config } from '../config.ts';

export interface QuotaLimits {
  /** Bytes of one file. */
  readonly fileBytes: number;
  readonly anonymous: TenantUse;
  /** Of all anonymous tenants together, so that they cannot fill the disk. */
  readonly allAnonymous: TenantUse;
  readonly key: TenantUse;
}

/** Bytes of a file that is on its way. */
export interface Reservation {
  /** @throws ServiceError `document_too_large`, `documents_quota_exceeded`. */
  add(bytes: number): void;
  /** The file is gone, or counts as a document from now on. */
  end(): void;
}

interface Limited {
  /** A tenant, or all that are anonymous. */
  readonly who: string;
  readonly limit: TenantUse;
  readonly use: () => TenantUse;
}

const ALL_ANONYMOUS = 'anonymous';

/** How much a tenant may keep here. */
export class Quota {
  readonly #tenants: Tenants;
  readonly #limits: QuotaLimits;
  /** Bytes of files on their way, which no document has yet, so that many at once are no way around a limit. */
  readonly #onTheirWay = new Map<string, number>();
  /** Bytes of documents, asked for when an upload begins or ends and not for each chunk. */
  readonly #bytes = new Map<string, number>();

  constructor(tenants: Tenants, limits: QuotaLimits) {
    this.#tenants = tenants;
    this.#limits = limits;
  }

  /** Begins to count a file. @throws ServiceError `documents_quota_exceeded` where there is no room for any. */
  reserve(tenant: Tenant): Reservation {
    const limits = this.#limitsOf(tenant);
    let reserved = 0;
    const add = (bytes: number) => {
      if (reserved + bytes > this.#limits.fileBytes) throw tooLarge(this.#limits.fileBytes);
      for (const limited of limits) if (this.#left(limited) < bytes) throw exceeded('bytes', limited.limit.bytes);
      this.#count(limits, bytes);
      reserved += bytes;
    };
    const end = () => {
      this.#count(limits, -reserved);
      reserved = 0;
      for (const { who } of limits) this.#bytes.delete(who);
    };
    for (const { who } of limits) this.#bytes.delete(who);
    for (const limited of limits) if (this.#left(limited) <= 0) throw exceeded('bytes', limited.limit.bytes);
    return { add, end };
  }

  /** @throws ServiceError `documents_quota_exceeded`, saying which limit. */
  require(tenant: Tenant, more: TenantUse): void {
    for (const { limit, use: read } of this.#limitsOf(tenant)) {
      const use = read();
      for (const kind of ['documents', 'pages', 'bytes'] as const) {
        if (use[kind] + more[kind] > limit[kind]) throw exceeded(kind, limit[kind]);
      }
    }
  }

  #left({ who, limit, use }: Limited): number {
    const bytes = this.#bytes.get(who) ?? use().bytes;
    this.#bytes.set(who, bytes);
    return limit.bytes - bytes - (this.#onTheirWay.get(who) ?? 0);
  }

  #count(limits: readonly Limited[], bytes: number): void {
    for (const { who } of limits) {
      const sum = (this.#onTheirWay.get(who) ?? 0) + bytes;
      if (sum === 0) this.#onTheirWay.delete(who);
      else this.#onTheirWay.set(who, sum);
    }
  }

  #limitsOf({ id }: Tenant): Limited[] {
    const { anonymous, allAnonymous, key } = this.#limits;
    const use = () => this.#tenants.use(id);
    if (!id.startsWith('session:')) return [{ who: id, limit: key, use }];
    return [
      { who: id, limit: anonymous, use },
      { who: ALL_ANONYMOUS, limit: allAnonymous, use: () => this.#tenants.anonymousUse() },
    ];
  }
}

function exceeded(kind: keyof TenantUse, limit: number): ServiceError {
  return new ServiceError('documents_quota_exceeded', `${limit} ${kind} are the limit; delete documents to make room`);
}

function tooLarge(bytes: number): ServiceError {
  return new ServiceError('document_too_large', `a file may have ${bytes} bytes here`, { param: 'file' });
}

const NO_LIMIT: TenantUse = {
  documents: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  pages: Number.POSITIVE_INFINITY,
};
export const UNLIMITED: QuotaLimits = {
  fileBytes: Number.POSITIVE_INFINITY,
  anonymous: NO_LIMIT,
  allAnonymous: NO_LIMIT,
  key: NO_LIMIT,
};

export function quotaLimits(config: Config): QuotaLimits {
  return {
    fileBytes: config.UPLOAD_LIMIT_BYTES,
    anonymous: { documents: config.ANONYMOUS_DOCUMENTS, bytes: config.ANONYMOUS_BYTES, pages: config.ANONYMOUS_PAGES },
    allAnonymous: {
      documents: config.ANONYMOUS_DOCUMENTS_GLOBAL,
      bytes: config.ANONYMOUS_BYTES_GLOBAL,
      pages: config.ANONYMOUS_PAGES_GLOBAL,
    },
    key: { documents: config.KEY_DOCUMENTS, bytes: config.KEY_BYTES, pages: config.KEY_PAGES },
  };
}

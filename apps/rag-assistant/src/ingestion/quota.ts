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

/** How much a tenant may keep here. */
export class Quota {
  readonly #tenants: Tenants;
  readonly #limits: QuotaLimits;

  constructor(tenants: Tenants, limits: QuotaLimits) {
    this.#tenants = tenants;
    this.#limits = limits;
  }

  /** Bytes that one more file of the tenant may have. */
  maxBytes(tenant: Tenant): number {
    const left = this.#limitsOf(tenant).map(({ limit, use }) => limit.bytes - use.bytes);
    if (Math.min(...left) <= 0) throw exceeded('bytes', this.#limitsOf(tenant)[0]!.limit.bytes);
    return Math.min(this.#limits.fileBytes, ...left);
  }

  /** @throws ServiceError `documents_quota_exceeded`, saying which limit. */
  require(tenant: Tenant, more: TenantUse): void {
    for (const { limit, use } of this.#limitsOf(tenant)) {
      for (const kind of ['documents', 'pages', 'bytes'] as const) {
        if (use[kind] + more[kind] > limit[kind]) throw exceeded(kind, limit[kind]);
      }
    }
  }

  #limitsOf({ id }: Tenant): { limit: TenantUse; use: TenantUse }[] {
    const { anonymous, allAnonymous, key } = this.#limits;
    const use = this.#tenants.use(id);
    if (!id.startsWith('session:')) return [{ limit: key, use }];
    return [
      { limit: anonymous, use },
      { limit: allAnonymous, use: this.#tenants.anonymousUse() },
    ];
  }
}

function exceeded(kind: keyof TenantUse, limit: number): ServiceError {
  return new ServiceError('documents_quota_exceeded', `${limit} ${kind} are the limit; delete documents to make room`);
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

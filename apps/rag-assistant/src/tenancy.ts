import { ServiceError } from '@pareto/contracts';
import { type Caller, sessionOwner } from '@pareto/service-kit';
import type { Tenant, Tenants } from './catalogue/tenants.ts';

export interface Admission {
  readonly tenant: Tenant;
  /** A new token, for callers that brought none. */
  readonly token: string | undefined;
}

/** Finds the tenant of a caller. A key names one; without a key an unguessable token does, for a limited time. */
export class Tenancy {
  readonly #tenants: Tenants;
  readonly #sessionMs: number;
  readonly #clock: () => number;

  constructor(tenants: Tenants, sessionMs: number, clock: () => number) {
    this.#tenants = tenants;
    this.#sessionMs = sessionMs;
    this.#clock = clock;
  }

  /** @throws ServiceError `session_token_invalid` for what cannot be a token, and for one whose time is up. */
  admit(caller: Caller, given: string | readonly string[] | undefined): Admission {
    const { id, token } = sessionOwner(caller, given);
    if (caller.kind === 'key') return { tenant: { id, expiresAt: undefined }, token };
    const now = this.#clock();
    const tenant = this.#tenants.find(id) ?? { id, expiresAt: now + this.#sessionMs };
    // Its documents are being removed: from now on nobody sees them, and none may come.
    if (tenant.expiresAt !== undefined && tenant.expiresAt <= now) {
      throw new ServiceError(
        'session_token_invalid',
        'this session has ended; leave X-Session-Token out to get another',
      );
    }
    return { tenant, token };
  }
}

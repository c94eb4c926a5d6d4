import { createHash, randomBytes } from 'node:crypto';
import { ServiceError } from '@pareto/contracts';
import type { Caller } from '@pareto/service-kit';
import type { Tenant, Tenants } from './catalogue/tenants.ts';

/** 256 bits, as base64url. */
const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

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
  admit(caller: Caller, given: string | undefined): Admission {
    if (caller.kind === 'key')
      return { tenant: { id: keyTenant(caller.name), expiresAt: undefined }, token: undefined };
    if (given !== undefined && !TOKEN.test(given)) {
      throw new ServiceError('session_token_invalid', 'X-Session-Token is none of ours; leave it out to get one');
    }
    const token = given ?? randomBytes(TOKEN_BYTES).toString('base64url');
    // The token itself is kept nowhere: who reads the database cannot act for its tenants.
    const id = `session:${createHash('sha256').update(token).digest('hex').slice(0, 32)}`;
    const now = this.#clock();
    const tenant = this.#tenants.find(id) ?? { id, expiresAt: now + this.#sessionMs };
    // Its documents are being removed: from now on nobody sees them, and none may come.
    if (tenant.expiresAt !== undefined && tenant.expiresAt <= now) {
      throw new ServiceError(
        'session_token_invalid',
        'this session has ended; leave X-Session-Token out to get another',
      );
    }
    return { tenant, token: given === undefined ? token : undefined };
  }
}

export function keyTenant(name: string): string {
  return `key:${name}`;
}

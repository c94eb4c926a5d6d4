import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Tenant } from './catalogue/tenants.ts';

const LIFE_MS = 3_600_000;
const SECRET_BYTES = 32;

/**
 * Tokens that open one file for a while, for browsers: a link carries no header that says who follows it. They end with
 * the process, whose secret is kept nowhere.
 */
export class FileLinks {
  readonly #secret = randomBytes(SECRET_BYTES);
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** For the address of a file. @param tenant whose document it is. */
  token(tenant: string, document: string): string {
    const until = (this.#clock() + LIFE_MS).toString(36);
    return `${until}.${this.#sign(tenant, document, until).toString('base64url')}`;
  }

  /** Whether a token opens a document of a tenant that is still there. */
  opens(tenant: Tenant, document: string, token: string): boolean {
    const [until = '', given = ''] = token.split('.');
    const expected = this.#sign(tenant.id, document, until);
    const signature = Buffer.from(given, 'base64url');
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return false;
    const ends = Math.min(Number.parseInt(until, 36), tenant.expiresAt ?? Number.POSITIVE_INFINITY);
    return this.#clock() < ends;
  }

  #sign(tenant: string, document: string, until: string): Buffer {
    // The parts cannot run into each other: only names of tenants, which come last, hold what others do not.
    return createHmac('sha256', this.#secret).update(`${until}\n${document}\n${tenant}`).digest();
  }
}

import { keyOwner } from '@pareto/service-kit';
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../src/catalogue/catalogue.ts';
import { Tenancy } from '../src/tenancy.ts';

const ANONYMOUS = { kind: 'anonymous', address: '127.0.0.1' } as const;
const LIFE_MS = 1_000;

function tenancyAt(start: number) {
  const { tenants } = new Catalogue(':memory:');
  let now = start;
  const tenancy = new Tenancy(tenants, LIFE_MS, () => now);
  return { tenancy, tenants, pass: (ms: number) => (now += ms), now: () => now };
}

describe('Tenancy', () => {
  it('names the tenant of a key, whatever token comes with it', () => {
    const { tenancy } = tenancyAt(0);
    const admission = tenancy.admit({ kind: 'key', name: 'ana' }, 'not a token');
    expect(admission).toEqual({ tenant: { id: keyOwner('ana'), expiresAt: undefined }, token: undefined });
  });

  it('gives out tokens that differ, and knows the tenant of each again', () => {
    const { tenancy } = tenancyAt(0);
    const first = tenancy.admit(ANONYMOUS, undefined);
    const second = tenancy.admit(ANONYMOUS, undefined);
    expect(first.token).not.toBe(second.token);
    expect(first.tenant.id).not.toBe(second.tenant.id);
    expect(first.tenant.id).not.toContain(first.token);
    expect(tenancy.admit(ANONYMOUS, first.token)).toEqual({ tenant: first.tenant, token: undefined });
  });

  it('lets a session that owns something end at its hour, however it is used', () => {
    const { tenancy, tenants, pass, now } = tenancyAt(5_000);
    const { tenant, token } = tenancy.admit(ANONYMOUS, undefined);
    tenants.ensure(tenant, now());
    pass(LIFE_MS - 1);
    expect(tenancy.admit(ANONYMOUS, token).tenant.expiresAt).toBe(5_000 + LIFE_MS);
    pass(1);
    expect(() => tenancy.admit(ANONYMOUS, token)).toThrow(expect.objectContaining({ code: 'session_token_invalid' }));
    // When everything in it is gone the token is like a new one.
    expect(tenants.expired(now())).toEqual([tenant.id]);
    tenants.delete(tenant.id);
    expect(tenancy.admit(ANONYMOUS, token).tenant).toEqual({ id: tenant.id, expiresAt: now() + LIFE_MS });
  });

  it.each(['', 'x', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}=`])('refuses %j', (token) => {
    const { tenancy } = tenancyAt(0);
    expect(() => tenancy.admit(ANONYMOUS, token)).toThrow(expect.objectContaining({ code: 'session_token_invalid' }));
  });
});

import type { Database } from './database.ts';

export interface Tenant {
  readonly id: string;
  /** Milliseconds since 1970; undefined for tenants that stay. */
  readonly expiresAt: number | undefined;
}

export interface TenantUse {
  readonly documents: number;
  readonly bytes: number;
  readonly pages: number;
}

/** Documents that everybody may ask and nobody may change: the sample company and a watched folder. */
export const SHARED_TENANT: Tenant = { id: 'shared', expiresAt: undefined };

export class Tenants {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Notes a tenant when it first owns something; its life began with its first request. */
  ensure({ id, expiresAt }: Tenant, now: number): void {
    this.#db.run(
      'INSERT INTO tenants (id, created_at, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      id,
      now,
      expiresAt ?? null,
    );
  }

  find(id: string): Tenant | undefined {
    const row = this.#db.row<{ expiresAt: number | null }>(
      'SELECT expires_at AS expiresAt FROM tenants WHERE id = ?',
      id,
    );
    return row && { id, expiresAt: row.expiresAt ?? undefined };
  }

  ids(): string[] {
    return this.#db.rows<{ id: string }>('SELECT id FROM tenants').map(({ id }) => id);
  }

  /** Counts the changes of what can be found, so that an answer can say what it was drawn from. */
  revision(id: string): number {
    return this.#db.value<number>('SELECT revision FROM tenants WHERE id = ?', id) ?? 0;
  }

  touch(id: string): void {
    this.#db.run('UPDATE tenants SET revision = revision + 1 WHERE id = ?', id);
  }

  expired(now: number): string[] {
    return this.#db.rows<{ id: string }>('SELECT id FROM tenants WHERE expires_at <= ?', now).map(({ id }) => id);
  }

  /** Bytes and pages of one tenant's documents, deleted ones not counted. */
  use(id: string): TenantUse {
    return this.#sum('d.tenant = ?', id);
  }

  /** The same of all anonymous tenants together. */
  anonymousUse(): TenantUse {
    return this.#sum("d.tenant LIKE 'session:%' AND ? = ''", '');
  }

  /** Forgets a tenant that owns no documents any more, and its conversations. */
  delete(id: string): void {
    this.#db.run('DELETE FROM tenants WHERE id = ?', id);
  }

  #sum(condition: string, parameter: string): TenantUse {
    return this.#db.row<TenantUse>(
      `SELECT count(*) AS documents, coalesce(sum(v.bytes), 0) AS bytes, coalesce(sum(v.pages), 0) AS pages
        FROM documents d JOIN versions v ON v.key = d.newest WHERE NOT d.deleted AND ${condition}`,
      parameter,
    ) as TenantUse;
  }
}

import type { ServiceError } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../src/catalogue/catalogue.ts';
import { Quota, UNLIMITED } from '../src/ingestion/quota.ts';

const ALL = { documents: 100, bytes: 1_000, pages: 100 };
const LIMITS = {
  fileBytes: 500,
  anonymous: { documents: 2, bytes: 300, pages: 10 },
  allAnonymous: { documents: 3, bytes: 400, pages: 15 },
  key: ALL,
};
const tenant = (id: string) => ({ id, expiresAt: undefined });
const A = tenant('session:a');
const B = tenant('session:b');
const KEY = tenant('key:ana');

function quotaOf(...kept: [id: string, bytes: number, pages: number][]) {
  const catalogue = new Catalogue(':memory:');
  kept.forEach(([id, bytes, pages], i) => {
    catalogue.tenants.ensure(tenant(id), 0);
    const document = { id: `d${i}`, tenant: id, name: `n${i}`, source: 'upload', createdAt: 0 };
    catalogue.documents.create(document, { file: `f${i}`, sha256: `${i}`, bytes, title: '', pages });
  });
  return { quota: new Quota(catalogue.tenants, LIMITS), catalogue };
}

const exceeded = (detail: RegExp) =>
  expect.objectContaining({ code: 'documents_quota_exceeded', message: expect.stringMatching(detail) });

describe('Quota', () => {
  it('leaves room up to each limit and not beyond', () => {
    const { quota } = quotaOf([A.id, 100, 4]);
    quota.require(A, { documents: 1, bytes: 200, pages: 6 });
    expect(() => quota.require(A, { documents: 2, bytes: 0, pages: 0 })).toThrow(exceeded(/2 documents/));
    expect(() => quota.require(A, { documents: 1, bytes: 201, pages: 0 })).toThrow(exceeded(/300 bytes/));
    expect(() => quota.require(A, { documents: 1, bytes: 0, pages: 7 })).toThrow(exceeded(/10 pages/));
  });

  it('counts all anonymous callers together, and no key among them', () => {
    const { quota } = quotaOf([A.id, 100, 4], [A.id, 100, 4], [B.id, 150, 4], [KEY.id, 400, 90]);
    expect(() => quota.require(B, { documents: 1, bytes: 0, pages: 0 })).toThrow(exceeded(/3 documents/));
    expect(() => quota.require(tenant('session:c'), { documents: 1, bytes: 51, pages: 0 })).toThrow(exceeded(/./));
    quota.require(KEY, { documents: 1, bytes: 500, pages: 10 });
    expect(() => quota.require(KEY, { documents: 1, bytes: 0, pages: 11 })).toThrow(exceeded(/100 pages/));
  });

  it('says how large the next file may be', () => {
    const { quota } = quotaOf([A.id, 250, 1], [B.id, 100, 1]);
    const most = (of: typeof A) => {
      const reservation = quota.reserve(of);
      let bytes = 0;
      try {
        for (; bytes < 1_000; bytes += 1) reservation.add(1);
      } catch (error) {
        return [bytes, (error as ServiceError).code];
      } finally {
        reservation.end();
      }
      return [bytes];
    };
    expect(most(A)).toEqual([50, 'documents_quota_exceeded']);
    expect(most(tenant('session:c'))).toEqual([50, 'documents_quota_exceeded']);
    expect(most(KEY)).toEqual([500, 'document_too_large']);
    expect(() => quotaOf([A.id, 300, 1]).quota.reserve(A)).toThrow(exceeded(/300 bytes/));
  });

  it('counts files that are on their way, until they are documents or gone', () => {
    const { quota, catalogue } = quotaOf([A.id, 100, 1]);
    const first = quota.reserve(A);
    first.add(150);
    const second = quota.reserve(A);
    second.add(50);
    expect(() => second.add(1)).toThrow(exceeded(/300 bytes/));
    expect(() => quota.reserve(A)).toThrow(exceeded(/300 bytes/));
    // Others of no name have what is left for all of them.
    const others = quota.reserve(B);
    others.add(100);
    expect(() => others.add(1)).toThrow(exceeded(/400 bytes/));
    quota.reserve(KEY).add(500);
    second.end();
    const third = quota.reserve(A);
    third.add(50);
    first.end();
    third.add(100);
    catalogue.documents.markDeleted('d0');
    const fourth = quota.reserve(A);
    fourth.add(100);
    expect(() => fourth.add(100)).toThrow(exceeded(/300 bytes/));
  });

  it('does not count what was deleted', () => {
    const { quota, catalogue } = quotaOf([A.id, 300, 10]);
    catalogue.documents.markDeleted('d0');
    quota.require(A, { documents: 2, bytes: 300, pages: 10 });
  });

  it('can be lifted', () => {
    const { catalogue } = quotaOf([A.id, 300, 10]);
    const unlimited = new Quota(catalogue.tenants, UNLIMITED);
    unlimited.require(A, { documents: 1e9, bytes: 1e15, pages: 1e9 });
    unlimited.reserve(A).add(1e15);
  });
});

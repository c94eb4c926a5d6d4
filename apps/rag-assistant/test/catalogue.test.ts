import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../src/catalogue/catalogue.ts';
import { LEASE_MS } from '../src/catalogue/jobs.ts';

const TENANT = { id: 'key:ana', expiresAt: undefined };
const OTHER = { id: 'key:ben', expiresAt: undefined };

let catalogue: Catalogue;
let made = 0;
const version = (pages = 1) => {
  made += 1;
  return { file: `file-${made}`, sha256: `hash-${made}`, bytes: 10, title: '', pages };
};
const create = (id: string, tenant = TENANT.id) =>
  catalogue.documents.create({ id, tenant, name: `${id}.pdf`, source: 'upload', createdAt: 0 }, version());

beforeEach(() => {
  catalogue = new Catalogue(':memory:');
  for (const tenant of [TENANT, OTHER]) catalogue.tenants.ensure(tenant, 0);
});

describe('jobs', () => {
  it('are taken once, oldest first', () => {
    const keys = ['a', 'b', 'c'].map((id) => create(id));
    expect(catalogue.jobs.waiting()).toBe(3);
    expect([0, 0, 0, 0].map((now) => catalogue.jobs.lease(now))).toEqual([...keys, undefined]);
    catalogue.jobs.finish(keys[0]!);
    expect(catalogue.jobs.waiting()).toBe(2);
  });

  it('are taken again when a lease runs out that nobody renews', () => {
    const key = create('a');
    expect(catalogue.jobs.lease(0)).toBe(key);
    expect(catalogue.jobs.lease(LEASE_MS - 1)).toBeUndefined();
    catalogue.jobs.renew(key, LEASE_MS - 1);
    expect(catalogue.jobs.lease(LEASE_MS)).toBeUndefined();
    expect(catalogue.jobs.lease(2 * LEASE_MS - 1)).toBe(key);
  });

  it('wait longer after each failure, and are given up after the fourth', () => {
    const key = create('a');
    const waits: number[] = [];
    let now = 0;
    for (;;) {
      expect(catalogue.jobs.lease(now)).toBe(key);
      if (!catalogue.jobs.retry(key, now, false)) break;
      const due = catalogue.jobs.nextDue()!;
      expect(catalogue.jobs.lease(due - 1)).toBeUndefined();
      waits.push(due - now);
      now = due;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  it('are never given up where the fault lies elsewhere', () => {
    const key = create('a');
    let now = 0;
    for (let i = 0; i < 50; i += 1) {
      expect(catalogue.jobs.lease(now)).toBe(key);
      expect(catalogue.jobs.retry(key, now, true)).toBe(true);
      expect(catalogue.jobs.nextDue()! - now).toBeLessThanOrEqual(30_000);
      now = catalogue.jobs.nextDue()!;
    }
  });

  it('that ended with their process come last', () => {
    const [first, second] = [create('a'), create('b')];
    expect(catalogue.jobs.lease(0)).toBe(first);
    catalogue.jobs.releaseAll();
    expect(catalogue.jobs.lease(0)).toBe(second);
    expect(catalogue.jobs.lease(0)).toBe(first);
    // One that was put back in order has its place.
    catalogue.jobs.release(second!);
    catalogue.jobs.release(first!);
    expect(catalogue.jobs.lease(0)).toBe(second);
  });

  it('go with their version, and cannot be put back then', () => {
    const key = create('a');
    catalogue.documents.deleteRow('a');
    expect(catalogue.jobs.waiting()).toBe(0);
    expect(catalogue.jobs.retry(key, 0, true)).toBe(false);
  });
});

describe('versions', () => {
  it('are seen from publication on, one at a time', () => {
    const first = create('a');
    expect(catalogue.versions.visible(TENANT.id)).toEqual([]);
    catalogue.versions.publish(first);
    const second = catalogue.documents.addVersion('a', version());
    expect(catalogue.versions.visible(TENANT.id).map(({ key }) => key)).toEqual([first]);
    expect(catalogue.documents.find(TENANT.id, 'a')).toMatchObject({
      current: first,
      newest: second,
      status: 'queued',
    });
    expect(catalogue.versions.superseded()).toEqual([]);
    catalogue.versions.publish(second);
    expect(catalogue.versions.visible(TENANT.id).map(({ key }) => key)).toEqual([second]);
    expect(catalogue.versions.superseded().map(({ key }) => key)).toEqual([]);
    catalogue.jobs.finish(first);
    expect(catalogue.versions.superseded().map(({ key }) => key)).toEqual([first]);
  });

  it('are hidden from searches while they have vectors that nobody shall see', () => {
    const first = create('a');
    catalogue.pages.beginPassages(first, 10);
    expect(catalogue.versions.hiddenWithVectors(TENANT.id)).toEqual([first]);
    catalogue.versions.publish(first);
    expect(catalogue.versions.hiddenWithVectors(TENANT.id)).toEqual([]);
    const second = catalogue.documents.addVersion('a', version());
    expect(catalogue.versions.hiddenWithVectors(TENANT.id)).toEqual([]);
    catalogue.pages.beginPassages(second, 1);
    expect(catalogue.versions.hiddenWithVectors(TENANT.id)).toEqual([second]);
    catalogue.documents.markDeleted('a');
    expect(catalogue.versions.hiddenWithVectors(TENANT.id)).toEqual([first, second]);
    expect(catalogue.versions.hiddenWithVectors(OTHER.id)).toEqual([]);
  });

  it('free the name and the bytes of a document that is deleted', () => {
    create('a');
    catalogue.documents.markDeleted('a');
    expect(catalogue.documents.findByName(TENANT.id, 'a.pdf')).toBeUndefined();
    expect(catalogue.documents.findByHash(TENANT.id, `hash-${made}`)).toBeUndefined();
    expect(catalogue.documents.deleted()).toEqual([{ id: 'a', tenant: TENANT.id }]);
    const again = catalogue.documents.create(
      { id: 'b', tenant: TENANT.id, name: 'a.pdf', source: 'upload', createdAt: 0 },
      version(),
    );
    expect(catalogue.documents.findByName(TENANT.id, 'a.pdf')).toMatchObject({ id: 'b', newest: again });
    catalogue.documents.deleteRow('a');
    expect(catalogue.documents.deleted()).toEqual([]);
  });

  it('of one tenant are none of another', () => {
    create('a');
    expect(catalogue.documents.find(OTHER.id, 'a')).toBeUndefined();
    expect(catalogue.documents.findByName(OTHER.id, 'a.pdf')).toBeUndefined();
    expect(catalogue.documents.list(OTHER.id)).toEqual([]);
  });

  it('are two under one name for nobody', () => {
    create('a');
    expect(() =>
      catalogue.documents.create(
        { id: 'b', tenant: TENANT.id, name: 'a.pdf', source: 'upload', createdAt: 0 },
        version(),
      ),
    ).toThrow();
    // All or nothing.
    expect(catalogue.jobs.waiting()).toBe(1);
    create('c', OTHER.id);
    expect(catalogue.versions.files().size).toBe(2);
  });
});

describe('conversations', () => {
  const turn = (i: number, documents: string[] = []) => ({ question: `q${i}`, answer: `a${i}`, documents });

  it('keep the last turns of each session', () => {
    for (let i = 0; i < 10; i += 1) catalogue.turns.add(TENANT.id, 's', turn(i), i);
    catalogue.turns.add(TENANT.id, 'other', turn(10), 10);
    catalogue.turns.add(OTHER.id, 's', turn(11), 11);
    expect(catalogue.turns.list(TENANT.id, 's').map(({ question }) => question)).toEqual([
      'q4',
      'q5',
      'q6',
      'q7',
      'q8',
      'q9',
    ]);
    expect(catalogue.turns.list(OTHER.id, 's')).toEqual([{ question: 'q11', answer: 'a11' }]);
  });

  it('lose the answers that cite a document with it, whoever asked', () => {
    catalogue.turns.add(TENANT.id, 's', turn(1, ['a', 'b']), 0);
    catalogue.turns.add(TENANT.id, 's', turn(2, ['b']), 0);
    catalogue.turns.add(OTHER.id, 's', turn(3, ['a']), 0);
    catalogue.turns.forgetDocument('a');
    expect(catalogue.turns.list(TENANT.id, 's')).toEqual([{ question: 'q2', answer: 'a2' }]);
    expect(catalogue.turns.list(OTHER.id, 's')).toEqual([]);
  });

  it('end with their time and their tenant', () => {
    catalogue.turns.add(TENANT.id, 's', turn(1), 10);
    catalogue.turns.add(TENANT.id, 's', turn(2), 20);
    catalogue.turns.forgetBefore(20);
    expect(catalogue.turns.list(TENANT.id, 's')).toHaveLength(1);
    catalogue.tenants.delete(TENANT.id);
    expect(catalogue.turns.list(TENANT.id, 's')).toEqual([]);
  });
});

describe('tenants', () => {
  it('count what they keep, newest versions only', () => {
    create('a');
    catalogue.documents.addVersion('a', { ...version(7), bytes: 100 });
    create('b');
    expect(catalogue.tenants.use(TENANT.id)).toEqual({ documents: 2, bytes: 110, pages: 8 });
    expect(catalogue.tenants.anonymousUse()).toEqual({ documents: 0, bytes: 0, pages: 0 });
  });

  it('are not changed when they are noted again', () => {
    catalogue.tenants.ensure({ id: 'session:x', expiresAt: 5 }, 0);
    catalogue.tenants.ensure({ id: 'session:x', expiresAt: 50 }, 0);
    expect(catalogue.tenants.find('session:x')).toEqual({ id: 'session:x', expiresAt: 5 });
    expect(catalogue.tenants.expired(4)).toEqual([]);
    expect(catalogue.tenants.expired(5)).toEqual(['session:x']);
  });
});

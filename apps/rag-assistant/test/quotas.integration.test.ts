import { describe, expect, it } from 'vitest';
import { pdfOf } from './pdf.ts';
import { hasModels, startService } from './service.ts';

const ANA = 'key-of-ana';
const BEN = 'key-of-ben';
const KEYS = { API_KEYS: `ana:${ANA},ben:${BEN}` };

describe.skipIf(!hasModels)('quotas (needs model files)', () => {
  const page = (i: number) => `Sheet number ${i} of somebody.`;
  const cases: [string, Record<string, string>, { first: string[]; second: string[] }, RegExp][] = [
    ['documents', { ANONYMOUS_DOCUMENTS: '1' }, { first: [page(1)], second: [page(2)] }, /1 documents/],
    ['pages', { ANONYMOUS_PAGES: '3' }, { first: [page(1), page(2)], second: [page(3), page(4)] }, /3 pages/],
    ['documents of a key', { KEY_DOCUMENTS: '1' }, { first: [page(1)], second: [page(2)] }, /1 documents/],
    ['pages of a key', { KEY_PAGES: '1' }, { first: [page(1)], second: [page(2)] }, /1 pages/],
  ];

  it.each(cases)('of %s', { timeout: 30_000 }, async (what, environment, { first, second }, detail) => {
    const service = await startService({ ...KEYS, ...environment });
    const callerOf = (key: string) => (what.endsWith('of a key') ? service.withKey(key) : service.visitor());
    const caller = await callerOf(ANA);
    const id = await caller.add('first.pdf', await pdfOf(first));
    const content = await pdfOf(second);
    const refused = await caller.upload({ name: 'second.pdf', content });
    expect(refused).toMatchObject({ status: 429, body: { code: 'documents_quota_exceeded' } });
    expect(refused.body.detail).toMatch(detail);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // The same again, and a new version of it, are no more than there is.
    expect((await caller.upload({ name: 'first.pdf', content: await pdfOf(first) })).status).toBe(202);
    expect((await caller.upload({ name: 'first.pdf', content })).body.documents[0].id).toBe(id);
    expect((await caller.settled(id)).status).toBe('ready');
    // Others have room, and so has who deletes.
    const other = await callerOf(BEN);
    expect((await other.upload({ name: 'other.pdf', content: await pdfOf([page(9)]) })).status).toBe(202);
    await caller.call('DELETE', `/v1/documents/${id}`);
    expect((await caller.upload({ name: 'second.pdf', content })).status).toBe(202);
    await service.close();
  });

  it.each(['ANONYMOUS_DOCUMENTS_GLOBAL', 'ANONYMOUS_PAGES_GLOBAL'])(
    'of all anonymous callers together: %s',
    { timeout: 30_000 },
    async (name) => {
      const service = await startService({ ...KEYS, [name]: '2' });
      const content = (i: number) => pdfOf([page(i)]);
      for (const i of [1, 2]) await (await service.visitor()).add('x.pdf', await content(i));
      const refused = await (await service.visitor()).upload({ name: 'x.pdf', content: await content(3) });
      expect(refused).toMatchObject({ status: 429, body: { code: 'documents_quota_exceeded' } });
      expect((await service.withKey(ANA).upload({ name: 'x.pdf', content: await content(3) })).status).toBe(202);
      await service.close();
    },
  );

  it('of bytes, while a file comes in', { timeout: 30_000 }, async () => {
    const service = await startService({ ...KEYS, ANONYMOUS_BYTES: '5000', ANONYMOUS_BYTES_GLOBAL: '7000' });
    const caller = await service.visitor();
    await caller.add('a.txt', 'A word. '.repeat(500));
    const more = await caller.upload({ name: 'b.txt', content: 'B word. '.repeat(500) });
    expect([413, 429]).toContain(more.status);
    const other = await service.visitor();
    const others = await other.upload({ name: 'c.txt', content: 'C word. '.repeat(500) });
    expect([413, 429]).toContain(others.status);
    expect((await other.upload({ name: 'd.txt', content: 'D word. '.repeat(100) })).status).toBe(202);
    await service.close();
  });
});

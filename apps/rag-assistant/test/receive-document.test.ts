import type { DocumentReader } from '@pareto/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Quota, UNLIMITED } from '../src/ingestion/quota.ts';
import { ReceiveDocument } from '../src/ingestion/receive-document.ts';
import { IndexingParts } from './indexing-parts.ts';

const ANA = { id: 'key:ana', expiresAt: undefined };
const SIGNAL = new AbortController().signal;

let parts: IndexingParts;
let receive: ReceiveDocument;
beforeEach(() => {
  parts = new IndexingParts();
  const reader: Pick<DocumentReader, 'inspect'> = { inspect: async () => ({ pages: 1, title: '' }) };
  receive = new ReceiveDocument({ ...parts, reader: reader as DocumentReader, clock: () => 0 });
});
afterEach(() => parts.close());

describe('ReceiveDocument', () => {
  it('lets files that come at once not be more than there is room for', async () => {
    const quota = new Quota(parts.catalogue.tenants, { ...UNLIMITED, key: { ...UNLIMITED.key, bytes: 100 } });
    const last = Promise.withResolvers<void>();
    async function* content(text: string) {
      yield Buffer.from(text.repeat(60));
      await last.promise;
    }
    const uploads = ['a', 'b'].map((name) =>
      receive.run(ANA, { name, content: content(name), source: 'upload' }, quota, SIGNAL),
    );
    // One is refused though the other is not here yet, and its bytes are on disk.
    await expect(Promise.race(uploads)).rejects.toMatchObject({ code: 'documents_quota_exceeded' });
    last.resolve();
    await Promise.any(uploads);
    expect(parts.catalogue.tenants.use(ANA.id)).toMatchObject({ documents: 1, bytes: 60 });
    const third = receive.run(ANA, { name: 'c', content: content('c'), source: 'upload' }, quota, SIGNAL);
    await expect(third).rejects.toMatchObject({ code: 'documents_quota_exceeded' });
    const small = [Buffer.from('d'.repeat(40))];
    await receive.run(ANA, { name: 'd', content: stream(small), source: 'upload' }, quota, SIGNAL);
  });
});

async function* stream(chunks: readonly Buffer[]) {
  yield* chunks;
}

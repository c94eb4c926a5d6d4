import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromaServer, findChroma } from '@pareto/contract-tests';
import { describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { pdfOf } from './pdf.ts';
import { hasModels, startService, type TestService } from './service.ts';

const program = findChroma();

interface Outage {
  begin(): void | Promise<void>;
  end(): void | Promise<void>;
}

/** What callers see before, during and after an outage of the store. */
async function livesThrough(service: TestService, { begin, end }: Outage): Promise<void> {
  const caller = await service.visitor();
  const id = await caller.add('harbour.pdf', await pdfOf(['The ferry to Lunna leaves at 07:40 from pier four.']));
  const doomed = await caller.add('bakery.pdf', await pdfOf(['The bakery is closed on Mondays.']));
  const question = 'When does the ferry leave?';
  expect((await caller.passages(question))[0]!.document_id).toBe(id);

  await begin();
  for (const path of ['/v1/retrieve', '/v1/ask']) {
    const refused = await caller.call('POST', path, { question });
    expect(refused).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect((await caller.call('GET', '/health/live')).status).toBe(200);
  expect((await caller.call('GET', '/health/ready')).status).toBe(503);
  // What needs no vectors goes on, and what is uploaded is safe.
  expect((await caller.call('GET', `/v1/documents/${id}/pages/1`)).status).toBe(200);
  expect((await caller.call('GET', `/v1/documents/${id}/file`)).status).toBe(200);
  const uploaded = await caller.upload({ name: 'new.pdf', content: await pdfOf(['The crane lifts forty tonnes.']) });
  expect(uploaded.status).toBe(202);
  const { id: newId } = uploaded.body.documents[0];
  const replaced = await caller.upload({
    name: 'harbour.pdf',
    content: await pdfOf(['The ferry to Lunna leaves at 08:15 from pier six.']),
  });
  expect(replaced).toMatchObject({ status: 202, body: { documents: [{ id, searchable: true }] } });
  // A deletion cannot be confirmed, but nobody sees the document from now on.
  const deleted = await caller.call('DELETE', `/v1/documents/${doomed}`);
  expect(deleted).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
  expect((await caller.call('GET', `/v1/documents/${doomed}`)).status).toBe(404);

  await end();
  for (const one of [newId, id]) expect(await caller.settled(one)).toMatchObject({ status: 'ready', searchable: true });
  const crane = await caller.passages('How much does the crane lift?', { k: 50 });
  expect(crane[0]!.document_id).toBe(newId);
  expect(crane.map(({ document_id }) => document_id)).not.toContain(doomed);
  const [ferry] = await caller.passages(question);
  expect(ferry).toMatchObject({ document_id: id });
  expect(ferry!.text).toContain('08:15');
  expect((await caller.call('GET', '/health/ready')).status).toBe(200);
}

describe.skipIf(!hasModels)('a vector store that goes away (needs model files)', () => {
  it('is missed and found again: LanceDB', { timeout: 120_000 }, async () => {
    const service = await startService();
    const folder = join(service.dataDir, 'vectors');
    await livesThrough(service, {
      begin() {
        renameSync(folder, `${folder}-away`);
        writeFileSync(folder, 'no folder');
      },
      end() {
        rmSync(folder);
        renameSync(`${folder}-away`, folder);
      },
    });
    await service.close();
  });

  it.skipIf(!program)('is missed and found again: Chroma (needs a Chroma server)', { timeout: 120_000 }, async () => {
    const chroma = await chromaServer(program!);
    await chroma.start();
    const service = await startService({ VECTOR_STORE: 'chroma', CHROMA_URL: chroma.url });
    await livesThrough(service, { begin: () => chroma.stop(), end: () => chroma.start() });
    await service.close();
    await chroma.stop();
    chroma.remove();
  });

  it('gets its vectors again when it lost them', { timeout: 60_000 }, async () => {
    let service = await startService();
    const visitor = await service.visitor();
    const id = await visitor.add('harbour.txt', 'The ferry to Lunna leaves at 07:40 from pier four.');
    await service.close({ keepData: true });
    rmSync(join(service.dataDir, 'vectors'), { recursive: true });
    service = await startService({}, service.dataDir);
    const caller = new Client(service.url, visitor.headers);
    let answer = await caller.retrieve('When does the ferry leave?');
    while (answer.status === 503) {
      expect(answer.body.code).toBe('store_unavailable');
      await sleep(50);
      answer = await caller.retrieve('When does the ferry leave?');
    }
    expect(await caller.settled(id)).toMatchObject({ status: 'ready' });
    const [best] = await caller.passages('When does the ferry leave?');
    expect(best).toMatchObject({ document_id: id });
    expect(await caller.list()).toHaveLength(1);
    await service.close();
  });
});

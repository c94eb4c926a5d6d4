import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ANIMALS, hasModels, startService } from './service.ts';

const FP32 = 'all-minilm-l6-v2/fp32';
const ids = (answer: { body: { hits: { id: string }[] } }) => answer.body.hits.map((hit) => hit.id);

describe.skipIf(!hasModels)('collections outlive the process (needs model files)', () => {
  it('answers the same after a restart', async () => {
    const first = await startService();
    await first.call('PUT', '/v1/collections/kept', { language: 'en' });
    await first.call('POST', '/v1/collections/kept/documents', { documents: ANIMALS });
    const before = await first.call('POST', '/v1/collections/kept/search', { query: 'pets' });
    await first.close();
    const second = await startService({}, first.dataDir);
    const after = await second.call('POST', '/v1/collections/kept/search', { query: 'pets' });
    expect(ids(after)).toEqual(ids(before));
    await second.close();
    rmSync(first.dataDir, { recursive: true });
  }, 60_000);

  it('loses nothing acknowledged to kill -9, and shows nothing half written', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'pareto-kill-'));
    const port = 20_000 + (process.pid % 20_000);
    const child = spawn(process.execPath, ['src/main.ts'], {
      cwd: join(import.meta.dirname, '..'),
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        SAMPLE_PACKAGES: 'none',
        LIMITS: 'off',
        LOG_LEVEL: 'silent',
        EMBEDDER_THREADS: '1',
      },
      stdio: 'ignore',
    });
    const url = `http://127.0.0.1:${port}/v1/collections/killed`;
    while (
      !(await fetch(`http://127.0.0.1:${port}/health/ready`)
        .then((answer) => answer.ok)
        .catch(() => false))
    )
      await sleep(100);
    const send = (method: string, path: string, body: object) =>
      fetch(`${url}${path}`, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    await send('PUT', '', {});
    const acknowledged: string[] = [];
    const writer = (async () => {
      for (let i = 0; ; i += 1) {
        const documents = [0, 1, 2].map((j) => ({ id: `${i}-${j}`, text: `document ${i} about animal number ${j}` }));
        if (!(await send('POST', '/documents', { documents })).ok) throw new Error('refused');
        acknowledged.push(...documents.map((document) => document.id));
      }
    })().catch(() => undefined);
    await sleep(3_000);
    child.kill('SIGKILL');
    await once(child, 'close');
    await writer;
    expect(acknowledged.length).toBeGreaterThan(0);

    const service = await startService({}, dataDir);
    const { body } = await service.call('GET', '/v1/collections/killed');
    expect(body.documents).toBeGreaterThanOrEqual(acknowledged.length);
    for (const engine of ['bm25', 'minilm']) {
      const [id] = acknowledged.slice(-1);
      const text = `document ${id!.split('-')[0]} about animal number ${id!.split('-')[1]}`;
      const found = await service.call('POST', '/v1/collections/killed/search', { query: text, engine, k: 100 });
      expect(ids(found)).toContain(id);
    }
    await service.close();
    rmSync(dataDir, { recursive: true });
  }, 90_000);

  it('re-indexes with another embedder while searches are answered', async () => {
    const service = await startService();
    const path = '/v1/collections/blue';
    await service.call('PUT', path, {});
    await service.call('POST', `${path}/documents`, { documents: ANIMALS });
    expect((await service.call('POST', `${path}/reindex`, { embedder: FP32 })).status).toBe(202);
    for (;;) {
      const [described, found] = await Promise.all([
        service.call('GET', path),
        service.call('POST', `${path}/search`, { query: 'kitten', engine: 'minilm', k: 1 }),
      ]);
      expect(ids(found)).toEqual(['cat']);
      if (described.body.embedder === FP32) break;
      await sleep(20);
    }
    await service.call('POST', `${path}/documents`, { documents: [{ id: 'new', text: 'a lion in the savanna' }] });
    expect(ids(await service.call('POST', `${path}/search`, { query: 'lions', engine: 'minilm', k: 1 }))).toEqual([
      'new',
    ]);
    await service.close();
    rmSync(service.dataDir, { recursive: true });
  }, 60_000);

  it('refuses to search by meaning with vectors of an embedder that is gone, until re-indexed', async () => {
    const hosted = { EMBEDDINGS_BASE_URL: 'http://127.0.0.1:9/v1', EMBEDDINGS_MODEL: 'm', EMBEDDINGS_DIMENSIONS: '8' };
    const first = await startService(hosted);
    await first.call('PUT', '/v1/collections/old', { embedder: 'openai/m' });
    await first.close();
    const service = await startService({}, first.dataDir);
    expect((await service.call('GET', '/v1/collections/old')).body.searchable).toBe(false);
    const refused = await service.call('POST', '/v1/collections/old/search', { query: 'x', engine: 'minilm' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'index_model_mismatch' } });
    expect((await service.call('POST', '/v1/collections/old/search', { query: 'x', engine: 'bm25' })).status).toBe(200);
    await service.call('POST', '/v1/collections/old/reindex', { embedder: FP32 });
    while (!(await service.call('GET', '/v1/collections/old')).body.searchable) await sleep(20);
    expect((await service.call('POST', '/v1/collections/old/search', { query: 'x', engine: 'minilm' })).status).toBe(
      200,
    );
    await service.close();
    rmSync(first.dataDir, { recursive: true });
  }, 60_000);
});

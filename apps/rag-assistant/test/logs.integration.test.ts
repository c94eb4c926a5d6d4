import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { pdfOf } from './pdf.ts';
import { hasModels, visitor } from './service.ts';
import { serviceProcess } from './service-process.ts';

describe.skipIf(!hasModels)('the log (needs model files)', () => {
  it('says what happened, and nothing of what people wrote', { timeout: 60_000 }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'pareto-rag-log-'));
    const key = 'key-of-ana-in-the-log';
    const service = await serviceProcess(dataDir, { LOG_LEVEL: 'trace', API_KEYS: `ana:${key}` });
    await service.start();
    const caller = await visitor(service.url);
    const word = 'plesiothing';
    const id = await caller.add(`${word}.pdf`, await pdfOf([`The ${word} swims in the lake.`], { title: word }));
    await caller.upload({ name: `${word}-bad.pdf`, content: word });
    const scan = await caller.upload({ name: `${word}-scan.pdf`, content: await pdfOf(['']) });
    await caller.settled(scan.body.documents[0].id);
    await caller.retrieve(`Where does the ${word} swim?`);
    await caller.retrieve(`${word}`.repeat(1_000));
    // The model server is down, which is logged too.
    const asked = await caller.call('POST', '/v1/ask', { question: `Where does the ${word} swim?`, session_id: 's' });
    expect(asked.body).toMatchObject({ degraded: true });
    await caller.call('DELETE', `/v1/documents/${id}`);
    const ana = new Client(service.url, { authorization: `Bearer ${key}` });
    expect((await ana.upload({ name: 'x.txt', content: 'Nothing much.' })).status).toBe(202);
    await service.stop();
    expect(service.log).toContain('"ready"');
    expect(service.log).toContain('pdf_no_text');
    for (const secret of [word, key, caller.headers['x-session-token']!]) expect(service.log).not.toContain(secret);
    rmSync(dataDir, { recursive: true });
  });
});

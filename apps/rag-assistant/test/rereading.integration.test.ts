import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Database } from '../src/catalogue/database.ts';
import { Client } from './client.ts';
import { hasModels, startService } from './service.ts';

const PAGES = 150;

describe.skipIf(!hasModels)('documents that an earlier reader read (needs model files)', () => {
  it('are read anew, and can be asked all the time', { timeout: 120_000 }, async () => {
    let service = await startService();
    const { headers } = await service.visitor();
    let caller = new Client(service.url, headers);
    const pages = Array.from({ length: PAGES }, (_, i) => `In year ${i} the heron was seen ${i % 7} times.`);
    pages[PAGES - 1] = 'The lantern at the gate is green.';
    const id = await caller.add('long.txt', pages.join('\f'));
    await service.close({ keepData: true });
    const database = new Database(join(service.dataDir, 'catalogue.sqlite'));
    database.run("UPDATE versions SET format = '1/former'");
    const current = database.value<string>('SELECT current FROM documents');
    service = await startService({}, service.dataDir);
    caller = new Client(service.url, headers);

    let looks = 0;
    const isReadAnew = () => database.value<string>('SELECT current FROM documents') !== current;
    for (let isLast = false; !isLast; looks += 1) {
      isLast = isReadAnew();
      const { body } = await caller.call('GET', `/v1/documents/${id}`);
      expect(body).toMatchObject({ status: 'ready', searchable: true, pages: PAGES, pages_done: PAGES });
      expect((await caller.call('GET', `/v1/documents/${id}/pages/${PAGES}`)).status).toBe(200);
      const found = await caller.passages('Which colour is the lantern?', { k: 50 });
      expect(found[0]).toMatchObject({ document_id: id, page: PAGES });
      expect(found.filter(({ page }) => page === PAGES)).toHaveLength(1);
    }
    expect(looks).toBeGreaterThan(2);
    expect((await caller.call('GET', `/v1/documents/${id}/file`)).body).toBe(pages.join('\f'));
    while (database.value("SELECT count(*) FROM versions WHERE format = '1/former'") !== 0) await sleep(20);
    database.close();
    await service.close();
  });
});

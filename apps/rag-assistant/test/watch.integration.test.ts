import { copyFileSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { pdfOf } from './pdf.ts';
import { startService, type TestService } from './service.ts';
import { onEachStore } from './stores.ts';

const ANA = 'key-of-ana';

onEachStore('a watched folder', (environment, store) => {
  let service: TestService;
  let ana: Client;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pareto-watched-'));
    service = await startService({
      ...environment(),
      API_KEYS: `ana:${ANA}`,
      RAG_WATCH_DIR: folder,
      RAG_WATCH_KEY: 'ana',
    });
    ana = service.withKey(ANA);
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The folder's documents, as soon as they are as expected and ready. */
  async function until(
    names: readonly string[],
    has: (list: { name: string; bytes: number }[]) => boolean = () => true,
  ) {
    for (;;) {
      const list = await ana.list();
      const isSame = JSON.stringify(list.map(({ name }) => name).toSorted()) === JSON.stringify([...names].toSorted());
      if (isSame && has(list) && list.every(({ status }) => status === 'ready')) return list;
      await sleep(100);
    }
  }

  it('takes new files in, changed ones again, and forgets those that go', { timeout: 90_000 }, async () => {
    writeFileSync(join(folder, 'ferry.pdf'), await pdfOf(['The ferry leaves at 07:40.']));
    writeFileSync(join(folder, 'broken.pdf'), 'This is no PDF.');
    writeFileSync(join(folder, '.hidden.txt'), 'Nobody shall see this.');
    const [{ id }] = (await until(['ferry.pdf'])) as [{ id: string }];
    expect((await ana.passages('When does the ferry leave?'))[0]!.text).toContain('07:40');

    const changed = await pdfOf(['The ferry leaves at 09:15, and it waits for nobody.']);
    writeFileSync(join(folder, 'ferry.pdf'), changed);
    const [after] = await until(['ferry.pdf'], ([document]) => document!.bytes === changed.length);
    expect(after!).toMatchObject({ id });
    const found = await ana.passages('When does the ferry leave?', { k: 50 });
    expect(found.map(({ text }) => text).join()).toContain('09:15');
    expect(found.map(({ text }) => text).join()).not.toContain('07:40');

    unlinkSync(join(folder, 'ferry.pdf'));
    await until([]);
    expect(await ana.passages('When does the ferry leave?')).toEqual([]);
  });

  // What follows waits for many looks at the folder, and is the same on any store.
  if (store === 'chroma') return;

  it('knows a file by a name that is written otherwise, and a copy of one that goes', { timeout: 90_000 }, async () => {
    const decomposed = 'mañana.txt'.normalize('NFD');
    writeFileSync(join(folder, decomposed), 'The baker sleeps until noon.');
    writeFileSync(join(folder, 'a.txt'), 'The lamp is blue.');
    await until(['a.txt', 'mañana.txt']);
    copyFileSync(join(folder, 'a.txt'), join(folder, 'b.txt'));
    await sleep(8_000);
    expect((await ana.list()).map(({ name }) => name).toSorted()).toEqual(['a.txt', 'mañana.txt']);
    unlinkSync(join(folder, 'a.txt'));
    await until(['b.txt', 'mañana.txt']);
    expect((await ana.passages('Which colour is the lamp?'))[0]!.document_name).toBe('b.txt');
  });

  it('leaves alone what was uploaded, and shows its files to its owner only', { timeout: 90_000 }, async () => {
    await ana.add('uploaded.txt', 'The well is deep.');
    writeFileSync(join(folder, 'c.txt'), 'The bell rings at six.');
    while (!(await ana.list()).some(({ name }) => name === 'c.txt')) await sleep(100);
    expect((await ana.list()).map(({ name }) => name)).toContain('uploaded.txt');
    expect(await (await service.visitor()).list()).toEqual([]);
  });
});

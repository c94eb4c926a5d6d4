import { symlinkSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexFile } from '../../src/index/index-file.ts';
import type { Client } from './client.ts';
import { hasModels } from './environment.ts';
import { startService, type TestService } from './service.ts';
import { TestFolder } from './test-folder.ts';

describe.skipIf(!hasModels)('sources over HTTP (needs model files)', { timeout: 30_000 }, () => {
  let service: TestService;
  let caller: Client;
  const handbooks = new TestFolder('handbooks');
  const elsewhere = new TestFolder('elsewhere');
  beforeAll(async () => {
    symlinkSync(elsewhere.folder, handbooks.at('link'));
    service = await startService({ DOCS_ALLOWED_FOLDERS: `/nowhere/at-all,${handbooks.folder}` });
    caller = await service.visitor();
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    handbooks.remove();
    elsewhere.remove();
  });

  it('are the packages that the project names, in every version', async () => {
    const sources = await caller.sources();
    expect(Object.keys(sources)).toEqual(['@cups/saucer@1.4.0', 'kettle@2.1.0', 'kettle@3.0.0']);
    expect(sources['kettle@3.0.0']).toEqual({
      name: 'kettle',
      version: '3.0.0',
      kind: 'package',
      status: 'ready',
      documents: 3,
      chunks: expect.any(Number),
    });
    await expect
      .poll(() => caller.call('GET', '/health/ready'), { timeout: 10_000 })
      .toMatchObject({ status: 200, body: { checks: { documentation: 'ok' } } });
  });

  it('take another package of the project, and lose it again', async () => {
    const added = await caller.call('POST', '/v1/sources', { package: 'whistle' });
    expect(added).toMatchObject({ status: 202, body: { sources: [{ name: 'whistle', version: '0.4.0' }] } });
    expect((await caller.sources())['whistle@0.4.0']).toMatchObject({ status: 'ready', documents: 1 });
    const page = '/v1/pages?source=whistle&path=README.md';
    expect((await caller.call('GET', page)).body.text).toContain('880 hertz');
    expect((await caller.call('DELETE', '/v1/sources/whistle')).status).toBe(204);
    expect(await caller.sources()).not.toHaveProperty('whistle@0.4.0');
    expect(await caller.call('GET', page)).toMatchObject({ status: 404, body: { code: 'source_not_found' } });
    const again = await caller.call('DELETE', '/v1/sources/whistle');
    expect(again).toMatchObject({ status: 404, body: { code: 'source_not_found' } });
  });

  it('with a scope are named with its slash as %2F, and may go in one version', async () => {
    expect((await caller.call('DELETE', '/v1/sources/@cups%2Fsaucer?version=9.9.9')).status).toBe(404);
    expect((await caller.call('DELETE', '/v1/sources/@cups%2Fsaucer')).status).toBe(204);
    expect((await caller.call('DELETE', '/v1/sources/kettle?version=2.1.0')).status).toBe(204);
    expect(Object.keys(await caller.sources())).toEqual(['kettle@3.0.0']);
    await caller.call('POST', '/v1/sources', { package: '@cups/saucer' });
    await caller.call('POST', '/v1/sources', { package: 'kettle', version: '2.1.0' });
    const sources = await caller.sources();
    expect(Object.keys(sources)).toEqual(['@cups/saucer@1.4.0', 'kettle@2.1.0', 'kettle@3.0.0']);
  });

  it.each([
    [{ package: 'teapot' }],
    [{ package: 'kettle', version: '9.0.0' }],
    [{ package: '../kettle' }],
    [{ package: 'packages/old/node_modules/kettle' }],
  ])('that are not installed are refused: %o', async (body) => {
    const { status, body: problem } = await caller.call('POST', '/v1/sources', body);
    expect({ status, code: problem.code }).toEqual({ status: 404, code: 'source_not_found' });
  });

  it('take a folder inside of an allowed one, and read it again when it is asked for again', async () => {
    const body = { folder: handbooks.at('tea'), name: 'tea' };
    handbooks.write('tea/index.md', '# Tea\n\nGreen tea steeps for three minutes.\n');
    handbooks.write('tea/black.html', '<h1>Black tea</h1><p>It steeps for five minutes.</p>');
    const added = await caller.call('POST', '/v1/sources', body);
    expect(added).toMatchObject({ status: 202, body: { sources: [{ name: 'tea', kind: 'folder' }] } });
    expect((await caller.sources()).tea).toMatchObject({ status: 'ready', documents: 2 });
    const page = async () => (await caller.call('GET', '/v1/pages?source=tea&path=index.md')).body.text;
    expect(await page()).toContain('three minutes');
    handbooks.write('tea/index.md', '# Tea\n\nGreen tea steeps for two minutes.\n');
    handbooks.remove('tea/black.html');
    await caller.call('POST', '/v1/sources', body);
    expect((await caller.sources()).tea).toMatchObject({ status: 'ready', documents: 1 });
    expect(await page()).toContain('two minutes');
    expect((await caller.call('DELETE', '/v1/sources/tea')).status).toBe(204);
  });

  it.each([
    ['elsewhere', () => elsewhere.folder],
    ['behind ../', () => `${handbooks.folder}/../${basename(elsewhere.folder)}`],
    ['behind a link', () => handbooks.at('link')],
    ['above', () => dirname(handbooks.folder)],
    ['beside it, with its name at the beginning', () => `${handbooks.folder}-other`],
    ['that is not there', () => handbooks.at('coffee')],
    ['with a NUL in its name', () => `${handbooks.folder}\0`],
  ])('take no folder %s', async (_what, folder) => {
    elsewhere.write('index.md', '# Secret\n\nThe secret is here.\n');
    const { status, body } = await caller.call('POST', '/v1/sources', { folder: folder(), name: 'secret' });
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'source_not_found' });
    // What exists and what does not look the same.
    expect(body.detail).toBe('The folder is not among those that may be indexed.');
    expect(await caller.sources()).not.toHaveProperty('secret');
  });

  it('show no page behind a link that leads out of a folder', async () => {
    elsewhere.write('secret.md', '# Secret\n\nThe secret is here.\n');
    handbooks.write('open/index.md', '# Open\n\nNothing to hide.\n');
    symlinkSync(elsewhere.at('secret.md'), handbooks.at('open/secret.md'));
    await caller.call('POST', '/v1/sources', { folder: handbooks.at('open'), name: 'open' });
    expect((await caller.sources()).open).toMatchObject({ status: 'ready', documents: 1 });
    expect((await caller.call('GET', '/v1/pages?source=open&path=secret.md')).status).toBe(404);
    await caller.call('DELETE', '/v1/sources/open');
  });
});

describe.skipIf(!hasModels)('sources of a service that starts again (needs model files)', { timeout: 30_000 }, () => {
  it('are there if they were added, gone if they were uninstalled, and not read again', async () => {
    const handbooks = new TestFolder('handbooks');
    handbooks.write('tea/index.md', '# Tea\n\nGreen tea steeps for three minutes.\n');
    let service = await startService({ DOCS_ALLOWED_FOLDERS: handbooks.folder });
    let caller = await service.visitor();
    await caller.call('POST', '/v1/sources', { folder: handbooks.at('tea'), name: 'tea' });
    await caller.call('POST', '/v1/sources', { package: 'whistle' });
    const before = await caller.sources();
    expect(Object.keys(before)).toEqual(['@cups/saucer@1.4.0', 'kettle@2.1.0', 'kettle@3.0.0', 'tea', 'whistle@0.4.0']);
    const sectionsBefore = storedSections(service);

    service = await service.restart();
    caller = await service.visitor();
    // The project has been looked through again.
    await expect.poll(async () => (await caller.call('GET', '/health/ready')).status, { timeout: 10_000 }).toBe(200);
    expect(await caller.sources()).toEqual(before);
    // New rows would have new numbers.
    expect(storedSections(service)).toEqual(sectionsBefore);

    await service.close({ keepData: true });
    service.project.uninstall('@cups/saucer', 'whistle');
    service = await service.restart();
    caller = await service.visitor();
    await expect
      .poll(async () => Object.keys(await caller.sources()), { timeout: 10_000 })
      .toEqual(['kettle@2.1.0', 'kettle@3.0.0', 'tea']);
    const page = await caller.call('GET', '/v1/pages?source=@cups/saucer&path=README.md');
    expect(page).toMatchObject({ status: 404, body: { code: 'source_not_found' } });
    expect((await caller.call('GET', '/v1/pages?source=tea&path=index.md')).body.text).toContain('three minutes');
    const kept = new Set(storedSections(service).map(({ id }) => id));
    expect(sectionsBefore.filter(({ id }) => kept.has(id))).toEqual(storedSections(service));
    await service.close();
    handbooks.remove();
  });
});

/** The sections of the index with what they are embedded as, by their numbers. */
function storedSections({ dataDir, project }: TestService) {
  const database = new Database(indexFile(dataDir, project.folder), { readonly: true });
  const rows = database.prepare('SELECT id, embedded, text FROM sections ORDER BY id').all() as { id: number }[];
  database.close();
  return rows;
}

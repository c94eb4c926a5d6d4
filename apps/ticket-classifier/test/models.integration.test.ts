import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { addVersion, MODEL, setAliases, temporaryFolder } from './bundles.ts';
import { type Client, hasModels, smallRegistry, startService } from './service.ts';

const TICKET = { body: 'My parcel has not arrived yet, where is it?' };
const NEVER = '3600000';

/** Waits until a version serves. */
async function serves(client: Client, version: number): Promise<void> {
  await expect.poll(async () => (await client.model()).version, { timeout: 15_000 }).toBe(version);
}

describe.skipIf(!hasModels)('models (need model files)', () => {
  it('are described with what they tell apart and where they come from', async () => {
    const { client } = await startService();
    const { status, body } = await client.get('/v1/models');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      degraded: false,
      models: [
        {
          name: MODEL,
          default: true,
          version: 1,
          previous_version: null,
          run_id: 'run-1',
          heads: [{ name: 'category', labels: ['billing', 'delivery', 'login'] }, { name: 'priority' }],
          licence: 'MIT',
        },
      ],
    });
  });

  it('are chosen by request, several on one base', async () => {
    const registry = smallRegistry();
    addVersion(registry, 4, {}, 'second-desk');
    setAliases(registry, { champion: 4 }, 'second-desk');
    const { client } = await startService({}, { registry });
    const first = await client.post('/v1/classify', TICKET);
    const second = await client.post('/v1/classify', { ...TICKET, model: 'second-desk' });
    expect([first.body.model.name, first.body.model.version]).toEqual([MODEL, 1]);
    expect(second.body.model).toEqual({ name: 'second-desk', version: 4, run_id: 'run-4' });
    expect(second.body.confidence).toBe(first.body.confidence);
  });

  it('are swapped for a new champion, and back on demand, without a failed request', { timeout: 60_000 }, async () => {
    const { client, registry } = await startService();
    let isOver = false;
    const seen = new Set<number>();
    const statuses = new Set<number>();
    const load = Array.from({ length: 3 }, async () => {
      while (!isOver) {
        const { status, body } = await client.post('/v1/classify', TICKET);
        statuses.add(status);
        seen.add(body.model?.version);
      }
    });
    addVersion(registry, 2);
    setAliases(registry, { champion: 2, previous: 1 });
    await serves(client, 2);
    const back = await client.withKey('POST', `/v1/models/${MODEL}/rollback`);
    expect([back.status, back.body.version, back.body.previous_version]).toEqual([200, 1, 2]);
    expect((await client.post('/v1/classify', TICKET)).body.model).toMatchObject({ version: 1, run_id: 'run-1' });
    isOver = true;
    await Promise.all(load);
    expect([[...statuses], [...seen].sort()]).toEqual([[200], [1, 2]]);
    // The registry knows as well: the next look does not undo it.
    await sleep(300);
    expect((await client.model()).version).toBe(1);
  });

  it('are rolled back by who has a key, if there is something to go back to', async () => {
    const { client } = await startService();
    const stranger = await client.call('POST', `/v1/models/${MODEL}/rollback`);
    expect([stranger.status, stranger.body.code]).toEqual([401, 'api_key_required']);
    const only = await client.withKey('POST', `/v1/models/${MODEL}/rollback`);
    expect([only.status, only.body.code]).toEqual([409, 'rollback_unavailable']);
    const unknown = await client.withKey('POST', '/v1/models/nobody/rollback');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'model_not_found']);
  });

  it.each<[string, (registry: string) => void]>([
    ['a wrong checksum', (registry) => writeFileSync(join(addVersion(registry, 2), 'tfidf.json'), '{"vocabulary":[]}')],
    ['an unknown schema version', (registry) => addVersion(registry, 2, { schema_version: 2 as never })],
    [
      'a pickle beside the weights',
      (registry) => writeFileSync(join(addVersion(registry, 2), 'model.pkl'), '\x80\x02}q.'),
    ],
    ['other smoke answers', (registry) => addVersion(registry, 2, { smoke: wrongSmoke() })],
  ])('with %s are not trusted, and the old version goes on serving', async (_what, add) => {
    const { client, registry } = await startService();
    add(registry);
    setAliases(registry, { champion: 2, previous: 1 });
    await expect.poll(async () => (await client.model()).degraded, { timeout: 15_000 }).toBe(true);
    expect(await client.model()).toMatchObject({ version: 1, problem: { code: 'model_untrusted' } });
    const { status, body } = await client.post('/v1/classify', TICKET);
    expect([status, body.label, body.model.version, body.degraded]).toEqual([200, 'delivery', 1, true]);
  });

  it('that are not trusted and have no version before answer with 503 model_untrusted, others do not', async () => {
    const registry = smallRegistry();
    rmSync(join(addVersion(registry, 1, {}, 'broken'), 'adapter.safetensors'));
    setAliases(registry, { champion: 1 }, 'broken');
    const { client } = await startService({}, { registry });
    const { status, body, headers } = await client.post('/v1/classify', { ...TICKET, model: 'broken' });
    expect([status, body.code]).toEqual([503, 'model_untrusted']);
    expect(headers.get('retry-after')).toBeTruthy();
    expect((await client.post('/v1/classify', TICKET)).status).toBe(200);
    expect((await client.get('/health/ready')).status).toBe(200);
  });

  it('cannot be rolled back to a version that is not trusted', async () => {
    const registry = smallRegistry();
    addVersion(registry, 2);
    setAliases(registry, { champion: 2, previous: 1 });
    writeFileSync(join(registry, MODEL, '1', 'card.md'), 'changed');
    const { client } = await startService({}, { registry });
    const { status, body } = await client.withKey('POST', `/v1/models/${MODEL}/rollback`);
    expect([status, body.code]).toEqual([503, 'model_untrusted']);
    expect((await client.post('/v1/classify', TICKET)).body.model.version).toBe(2);
  });

  it('that are pinned serve while MLflow is down, and answers say so', async () => {
    const { client } = await startService({ MLFLOW_TRACKING_URI: 'http://127.0.0.1:9', REGISTRY_POLL_MS: NEVER });
    const { status, body } = await client.post('/v1/classify', TICKET);
    expect([status, body.label, body.degraded]).toEqual([200, 'delivery', true]);
    expect((await client.get('/v1/models')).body).toMatchObject({
      degraded: true,
      models: [{ version: 1, degraded: true }],
    });
  });

  it('that come with the service are copied to a registry without them, and leave others alone', async () => {
    const shipped = smallRegistry();
    addVersion(shipped, 1, {}, 'second-desk');
    setAliases(shipped, { champion: 1 }, 'second-desk');
    const registry = temporaryFolder();
    addVersion(registry, 5, {}, 'second-desk');
    setAliases(registry, { champion: 5 }, 'second-desk');
    const { client } = await startService({ BUNDLES_DIR: shipped }, { registry });
    const { body } = await client.get('/v1/models');
    expect(body.models.map((model: { name: string; version: number }) => [model.name, model.version])).toEqual([
      ['second-desk', 5],
      [MODEL, 1],
    ]);
  });

  it('that come with an update serve in place of those of earlier releases, and can be rolled back for good', async () => {
    const [shipped, registry] = [update('run-1'), smallRegistry()];
    const first = await startService({ BUNDLES_DIR: shipped }, { registry });
    expect(await first.client.model()).toMatchObject({ version: 2 });
    expect((await first.client.withKey('POST', `/v1/models/${MODEL}/rollback`)).body).toMatchObject({ version: 1 });
    const second = await startService({ BUNDLES_DIR: shipped }, { registry });
    expect(await second.client.model()).toMatchObject({ version: 1 });
  });

  it('that somebody trained stay whatever an update brings', async () => {
    const { client } = await startService({ BUNDLES_DIR: update('another-run') }, { registry: smallRegistry() });
    expect(await client.model()).toMatchObject({ version: 1 });
  });

  it('that come with an update do not take the number of a version that somebody trained', async () => {
    const registry = smallRegistry();
    addVersion(registry, 2, { title: 'Our own, kept back' });
    const { client } = await startService({ BUNDLES_DIR: update('run-1') }, { registry });
    expect(await client.model()).toMatchObject({ version: 1 });
  });

  it('whose copying was cut off are copied by the next start', async () => {
    const shipped = smallRegistry();
    const registry = temporaryFolder();
    cpSync(join(shipped, MODEL, '1'), join(registry, MODEL, '.part-1'), { recursive: true });
    const { client } = await startService({ BUNDLES_DIR: shipped }, { registry });
    expect((await client.post('/v1/classify', TICKET)).status).toBe(200);
  });
});

/** Models as an update brings them: version 2, which takes the place of what a run made. */
function update(superseded: string): string {
  const shipped = temporaryFolder();
  addVersion(shipped, 2);
  setAliases(shipped, { champion: 2 });
  writeFileSync(join(shipped, MODEL, 'supersedes.json'), JSON.stringify([superseded]));
  return shipped;
}

function wrongSmoke() {
  const text = 'My parcel has not arrived yet, where is it?';
  const answer = { labels: { category: 'login', priority: 'normal' }, probability: { category: 0.9, priority: 0.9 } };
  return Array.from({ length: 4 }, () => ({ text, ...answer }));
}

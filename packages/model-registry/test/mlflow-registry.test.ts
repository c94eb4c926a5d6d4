import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FolderRegistry, LiveModel, MlflowRegistry, promote } from '../src/index.ts';
import { temporaryFolder, writeBundle } from './bundles.ts';
import { ScriptedLoader } from './loaders.ts';
import { type Misbehaviour, startMlflow } from './mlflow-server.ts';

/** Long for a server that answers, on a busy machine too; short where one does not. */
const TIMEOUT_MS = 1_000;

async function mlflow(versions: readonly number[], aliases: Record<string, string>) {
  const artifacts = temporaryFolder();
  const cache = temporaryFolder();
  for (const version of versions) writeBundle(join(artifacts, String(version)), 'banking77', version);
  const server = await startMlflow('banking77', artifacts, aliases);
  onTestFinished(server.stop);
  const open = (options: { token?: string; pinned?: FolderRegistry } = {}) =>
    new MlflowRegistry({ uri: server.uri, cache, timeoutMs: TIMEOUT_MS, ...options });
  return { artifacts, cache, server, open, registry: open() };
}

const downloads = (seen: readonly { path: string }[]) =>
  seen.filter(({ path }) => path.endsWith('get-artifact')).length;

async function serve(registry: MlflowRegistry) {
  const model = new LiveModel('banking77', { registry, loader: new ScriptedLoader() });
  await model.refresh();
  return model;
}

describe('MlflowRegistry', () => {
  it('lists models on all pages, and brings a version here once', async () => {
    const { registry, server, open } = await mlflow([1, 2], { champion: '2', previous: '1' });
    expect(await registry.list()).toEqual(['banking77']);
    const { champion, previous } = await registry.aliases('banking77');
    expect([champion?.version, previous?.version]).toEqual([2, 1]);
    const located = await registry.locate(champion!);
    expect(located.manifest).toMatchObject({ name: 'banking77', version: 2 });
    expect(downloads(server.seen)).toBe(5);
    expect(await registry.locate(champion!)).toEqual(located);
    expect(await open().locate(champion!)).toEqual(located);
    expect(downloads(server.seen)).toBe(5);
    expect(registry.isDegraded).toBe(false);
  });

  it('promotes, and refuses what there is none of', async () => {
    const { registry } = await mlflow([1, 2], { champion: '1' });
    await promote(registry, 'banking77', 2);
    const { champion, previous } = await registry.aliases('banking77');
    expect([champion?.version, previous?.version]).toEqual([2, 1]);
    await expect(registry.setAliases('banking77', { champion: 9 })).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(registry.aliases('clinc150')).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(registry.aliases('../banking77')).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it.each<Misbehaviour>(['silent', 'html', 'error-500', 'forbidden'])(
    'goes on with what is here while MLflow is %s, also after a start, and recovers',
    async (how) => {
      const { registry, server, open } = await mlflow([1, 2], { champion: '1' });
      const before = await registry.aliases('banking77');
      await registry.locate(before.champion!);
      server.state.misbehaves = how;
      const afterAStart = open();
      const check = async (each: MlflowRegistry) => {
        expect(await each.list()).toEqual(['banking77']);
        expect(await each.aliases('banking77')).toEqual(before);
        expect(each.isDegraded).toBe(true);
        expect((await each.locate(before.champion!)).manifest.version).toBe(1);
        const code = how === 'html' ? 'registry_invalid' : 'registry_unavailable';
        await expect(each.setAliases('banking77', { champion: 2 })).rejects.toMatchObject({ code });
      };
      await Promise.all([check(registry), check(afterAStart)]);
      server.state.misbehaves = undefined;
      expect(await registry.aliases('banking77')).toEqual(before);
      expect(registry.isDegraded).toBe(false);
    },
    20_000,
  );

  it('keeps the last bundle that is here as the pinned one until the next is here too', async () => {
    const { registry, server, open } = await mlflow([1, 2], { champion: '1' });
    const model = await serve(registry);
    server.state.misbehaves = 'stalls';
    await promote(registry, 'banking77', 2);
    await model.refresh();
    expect(model.status).toMatchObject({ serving: { version: 1 }, problem: { code: 'registry_unavailable' } });
    server.state.misbehaves = 'silent';
    expect((await serve(open())).status).toMatchObject({ serving: { version: 1 }, isDegraded: true });
    server.state.misbehaves = undefined;
    await model.refresh();
    expect(model.status).toMatchObject({ serving: { version: 2 }, isDegraded: false });
  }, 20_000);

  it('starts without MLflow with what one look brought here', async () => {
    const { registry, server, open } = await mlflow([1], { champion: '1' });
    expect((await serve(registry)).status).toMatchObject({ serving: { version: 1 } });
    server.state.misbehaves = 'silent';
    expect((await serve(open())).status).toMatchObject({ serving: { version: 1 }, isDegraded: true });
  }, 20_000);

  it('starts without MLflow with what was rolled back to, though nobody looked since', async () => {
    const { registry, server, open } = await mlflow([1, 2], { champion: '2', previous: '1' });
    const model = await serve(registry);
    await model.rollBack();
    server.state.misbehaves = 'silent';
    const afterAStart = await serve(open());
    expect(afterAStart.status).toMatchObject({ serving: { version: 1 }, isDegraded: true });
    expect((await open().aliases('banking77')).previous?.version).toBe(2);
  }, 20_000);

  it('keeps the bundle that it was asked for, also when that has no name any more', async () => {
    const { registry, server, open } = await mlflow([1, 2], { champion: '1' });
    const elsewhere = new MlflowRegistry({ uri: server.uri, cache: temporaryFolder(), timeoutMs: TIMEOUT_MS });
    const before = (await registry.aliases('banking77')).champion!;
    await registry.locate(before);
    await registry.setAliases('banking77', { champion: 2 });
    await open().locate((await elsewhere.aliases('banking77')).champion!);
    const { folder } = await registry.locate(before);
    expect(readdirSync(folder)).toContain('manifest.json');
  });

  it('has moved names when MLflow has, even where the cache cannot be written to', async () => {
    const { registry, cache, open } = await mlflow([1, 2], { champion: '1', previous: '2' });
    const aliases = await registry.aliases('banking77');
    for (const model of Object.values(aliases)) await registry.locate(model);
    rmSync(join(cache, 'banking77/aliases.json'));
    mkdirSync(join(cache, 'banking77/aliases.json'));
    await registry.setAliases('banking77', { champion: 2, previous: 1 });
    await expect(open().aliases('banking77')).rejects.toMatchObject({ code: 'registry_unavailable' });
    rmSync(join(cache, 'banking77/aliases.json'), { recursive: true });
    expect((await open().aliases('banking77')).champion?.version).toBe(2);
  });

  it('serves the bundles that came with the app while MLflow has none or was never reached', async () => {
    const root = temporaryFolder();
    writeBundle(join(root, 'support-desk/3'), 'support-desk', 3);
    writeFileSync(join(root, 'support-desk/aliases.json'), '{"champion":3}');
    const { open, server } = await mlflow([1], { champion: '1' });
    const registry = open({ pinned: new FolderRegistry(root) });
    expect(await registry.list()).toEqual(['banking77', 'support-desk']);
    for (const how of [undefined, 'silent'] as const) {
      server.state.misbehaves = how;
      const { champion } = await registry.aliases('support-desk');
      expect((await registry.locate(champion!)).manifest).toMatchObject({ name: 'support-desk', version: 3 });
      expect(registry.isDegraded).toBe(how !== undefined);
    }
    expect(await registry.list()).toEqual(['support-desk']);
    await expect(registry.aliases('banking77')).rejects.toMatchObject({ code: 'registry_unavailable' });
  }, 20_000);

  it.each<[Misbehaviour, string]>([
    ['more-bytes', 'model_untrusted'],
    ['no-artifacts', 'model_untrusted'],
    ['stalls', 'registry_unavailable'],
  ])('keeps nothing of a download when the server has %s', async (how, code) => {
    const { registry, server, cache } = await mlflow([1], { champion: '1' });
    const { champion } = await registry.aliases('banking77');
    server.state.misbehaves = how;
    await expect(registry.locate(champion!)).rejects.toMatchObject({ code });
    expect(readdirSync(join(cache, 'banking77'))).toEqual([]);
    server.state.misbehaves = undefined;
    await expect(registry.locate(champion!)).resolves.toBeDefined();
  });

  it('refuses a bundle that is not what its manifest says, and fetches anew one that was damaged here', async () => {
    const { registry, artifacts, server } = await mlflow([1, 2], { champion: '1', previous: '2' });
    const { champion, previous } = await registry.aliases('banking77');
    writeFileSync(join(artifacts, '2/tfidf.json'), '{"terms":["parcex"]}');
    await expect(registry.locate(previous!)).rejects.toMatchObject({ code: 'model_untrusted' });
    const { folder } = await registry.locate(champion!);
    writeFileSync(join(folder, 'card.md'), 'damaged');
    const before = downloads(server.seen);
    await expect(registry.locate(champion!)).resolves.toBeDefined();
    expect(downloads(server.seen)).toBe(before + 5);
  });

  it('refuses a manifest that was changed after it was registered', async () => {
    const { registry, artifacts, server } = await mlflow([1], { champion: '1' });
    const manifest = join(artifacts, '1/manifest.json');
    server.state.manifestHash = createHash('sha256').update(readFileSync(manifest)).digest('hex');
    const { champion } = await registry.aliases('banking77');
    appendFileSync(manifest, ' ');
    await expect(registry.locate(champion!)).rejects.toMatchObject({ code: 'model_untrusted' });
    writeBundle(join(artifacts, '1'), 'banking77', 1);
    await expect(registry.locate(champion!)).resolves.toBeDefined();
  });

  it('tells a version from the one of that number of a model that was registered anew', async () => {
    const { registry, server } = await mlflow([1], { champion: '1' });
    const before = await registry.aliases('banking77');
    server.state.created += 1;
    expect((await registry.aliases('banking77')).champion?.revision).not.toBe(before.champion?.revision);
  });

  it('sends a token, or a name and a password, but shows them to nobody', async () => {
    const { server, open } = await mlflow([1], { champion: '1' });
    await open({ token: 'secret' }).list();
    expect(server.seen.at(-1)?.authorization).toBe('Bearer secret');
    const uri = server.uri.replace('//', '//me:p%40ss@');
    const registry = new MlflowRegistry({ uri, cache: temporaryFolder(), timeoutMs: TIMEOUT_MS });
    await registry.list();
    expect(server.seen.at(-1)?.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    server.state.misbehaves = 'forbidden';
    await expect(registry.list()).rejects.toThrow(/^MLflow at 127\.0\.0\.1:\d+ answered 403$/);
    expect(() => new MlflowRegistry({ uri: 'sqlite:///runs.db', cache: '/tmp' })).toThrow(/http/);
  });

  it('says so when the cache cannot be written to', async () => {
    const { server, cache } = await mlflow([1], { champion: '1' });
    const file = join(cache, 'file');
    writeFileSync(file, '');
    const registry = new MlflowRegistry({ uri: server.uri, cache: file, timeoutMs: TIMEOUT_MS });
    const { champion } = await registry.aliases('banking77');
    const problem = { code: 'registry_unavailable', message: 'the cache of models cannot be written to (ENOTDIR)' };
    await expect(registry.locate(champion!)).rejects.toMatchObject(problem);
    expect(registry.isDegraded).toBe(false);
  });

  it('stops when it is told to', async () => {
    const { registry, server } = await mlflow([1], { champion: '1' });
    server.state.misbehaves = 'silent';
    const reason = new Error('enough');
    await expect(registry.list({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(registry.isDegraded).toBe(false);
  });
});

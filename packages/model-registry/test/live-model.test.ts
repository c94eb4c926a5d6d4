import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as tick } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FolderRegistry, LiveModel, type LiveModelEvent, LiveModels, promote } from '../src/index.ts';
import { temporaryFolder, writeBundle } from './bundles.ts';
import { type OpenModel, ScriptedLoader } from './loaders.ts';

function live(versions: readonly number[], aliases: Record<string, number>, loadTimeoutMs?: number) {
  const root = temporaryFolder();
  const folder = (version: number) => join(root, 'banking77', String(version));
  for (const version of versions) writeBundle(folder(version), 'banking77', version);
  mkdirSync(join(root, 'banking77'), { recursive: true });
  writeFileSync(join(root, 'banking77/aliases.json'), JSON.stringify(aliases));
  const registry = new FolderRegistry(root);
  const loader = new ScriptedLoader();
  const events: LiveModelEvent[] = [];
  const model = new LiveModel('banking77', {
    registry,
    loader,
    loadTimeoutMs,
    onEvent: (event) => events.push(event),
  });
  return { root, folder, registry, loader, events, model };
}

const versionOf = (model: LiveModel<OpenModel>) => model.use(async ({ classifier }) => classifier.version);

describe('LiveModel', () => {
  it('serves the champion, and swaps when there is another', async () => {
    const { model, registry, loader, events } = live([1, 2], { champion: 1 });
    await expect(versionOf(model)).rejects.toMatchObject({ code: 'model_not_found' });
    await model.refresh();
    expect(await versionOf(model)).toBe(1);
    await promote(registry, 'banking77', 2);
    await model.refresh();
    expect(await versionOf(model)).toBe(2);
    expect(model.status).toMatchObject({ serving: { version: 2 }, kept: { version: 1 }, isDegraded: false });
    await model.refresh();
    expect(events.map(({ kind }) => kind)).toEqual(['swapped', 'swapped']);
    expect(loader.made).toHaveLength(2);
  });

  it('serves the old one while the new one loads, and lets requests end with the one that they began with', async () => {
    const { model, registry, loader } = live([1, 2, 3], { champion: 1 });
    await model.refresh();
    const slow = Promise.withResolvers<void>();
    loader.wait.set(2, slow.promise);
    const leave = Promise.withResolvers<void>();
    const request = model.use(async ({ classifier }) => {
      await leave.promise;
      return classifier.isOpen && classifier.version;
    });
    await promote(registry, 'banking77', 2);
    const swap = model.refresh();
    await tick();
    expect(await versionOf(model)).toBe(1);
    slow.resolve();
    await swap;
    await promote(registry, 'banking77', 3);
    await model.refresh();
    // Version 1 is neither current nor kept, and stays open for the request.
    expect(loader.open).toEqual([1, 2, 3]);
    leave.resolve();
    expect(await request).toBe(1);
    expect(loader.open).toEqual([2, 3]);
  });

  it.each([
    ['fails to load', 'model_load_failed', (loader: ScriptedLoader) => loader.failing.add(2)],
    ['answers its smoke texts otherwise', 'model_untrusted', (loader: ScriptedLoader) => loader.lying.add(2)],
  ])(
    'keeps the old one when the new one %s, tells it once, and tries again when it changed',
    async (_w, code, fail) => {
      const { model, registry, loader, events, folder } = live([1, 2], { champion: 1 });
      await model.refresh();
      fail(loader);
      await promote(registry, 'banking77', 2);
      for (let i = 0; i < 3; i++) await model.refresh();
      expect(await versionOf(model)).toBe(1);
      expect(model.status).toMatchObject({ serving: { version: 1 }, isDegraded: true, problem: { code } });
      expect(events.filter(({ kind }) => kind === 'failed')).toMatchObject([{ version: 2, error: { code } }]);
      expect(loader.open).toEqual([1]);
      loader.failing.clear();
      loader.lying.clear();
      await model.refresh();
      expect(await versionOf(model)).toBe(1);
      writeBundle(folder(2), 'banking77', 2);
      await model.refresh();
      expect(await versionOf(model)).toBe(2);
      expect(model.status).toMatchObject({ isDegraded: false, problem: undefined });
      expect(events.at(-1)).toMatchObject({ kind: 'recovered' });
    },
  );

  it('keeps the old one when the new one is damaged, and says why when there is no old one', async () => {
    const { model, registry, loader, folder } = live([1, 2], { champion: 1 });
    writeFileSync(join(folder(1), 'model.pkl'), 'x');
    await model.refresh();
    await expect(versionOf(model)).rejects.toMatchObject({ code: 'model_untrusted' });
    await promote(registry, 'banking77', 2);
    await model.refresh();
    expect(await versionOf(model)).toBe(2);
    expect(loader.made).toHaveLength(1);
  });

  it('serves the version before when it starts with a champion that fails', async () => {
    const { model, loader } = live([1, 2], { champion: 2, previous: 1 });
    loader.failing.add(2);
    await model.refresh();
    expect(await versionOf(model)).toBe(1);
    expect(model.status).toMatchObject({ isDegraded: true, problem: { code: 'model_load_failed' } });
  });

  it('gives up a load that takes too long, and closes what comes of it after all', async () => {
    const { model, registry, loader } = live([1, 2], { champion: 1 }, 50);
    await model.refresh();
    const slow = Promise.withResolvers<void>();
    loader.wait.set(2, slow.promise);
    await promote(registry, 'banking77', 2);
    await model.refresh();
    expect(model.status).toMatchObject({ serving: { version: 1 }, problem: { code: 'model_load_failed' } });
    slow.resolve();
    await expect.poll(() => loader.made.length).toBe(2);
    await expect.poll(() => loader.open).toEqual([1]);
  });

  it('rolls back at once and for good, and a second time forward again', async () => {
    const { model, registry, loader } = live([1, 2], { champion: 1 });
    await model.refresh();
    await promote(registry, 'banking77', 2);
    await model.refresh();
    expect(await model.rollBack()).toMatchObject({ version: 1 });
    expect(await versionOf(model)).toBe(1);
    expect(loader.made).toHaveLength(2);
    const aliases = await registry.aliases('banking77');
    expect([aliases.champion?.version, aliases.previous?.version]).toEqual([1, 2]);
    await model.refresh();
    expect(await versionOf(model)).toBe(1);
    await model.rollBack();
    expect(await versionOf(model)).toBe(2);
  });

  it('refuses a roll-back to nothing, and changes nothing when one fails', async () => {
    const { model, registry, loader } = live([1, 2], { champion: 2 });
    await model.refresh();
    await expect(model.rollBack()).rejects.toMatchObject({ code: 'rollback_unavailable' });
    await registry.setAliases('banking77', { previous: 1 });
    loader.lying.add(1);
    await expect(model.rollBack()).rejects.toMatchObject({ code: 'model_untrusted' });
    expect(await versionOf(model)).toBe(2);
    expect((await registry.aliases('banking77')).champion?.version).toBe(2);
    expect(loader.open).toEqual([2]);
  });

  it('closes everything once, after the last request, and takes no more', async () => {
    const { model, registry, loader } = live([1, 2], { champion: 1 });
    await model.refresh();
    await promote(registry, 'banking77', 2);
    await model.refresh();
    const leave = Promise.withResolvers<void>();
    const request = model.use(() => leave.promise);
    const closed = model.close();
    await expect(versionOf(model)).rejects.toMatchObject({ code: 'model_not_found' });
    await expect.poll(() => loader.open).toEqual([2]);
    leave.resolve();
    await Promise.all([request, closed]);
    expect(loader.open).toEqual([]);
  });

  it('drops no request, whatever is promoted, rolled back or broken meanwhile', async () => {
    const version = fc.integer({ min: 1, max: 4 });
    const step = fc.oneof(
      fc.record({ do: fc.constant('promote'), version, settles: fc.boolean() }),
      fc.record({ do: fc.constantFrom('request', 'leave', 'roll-back') }),
      fc.record({ do: fc.constant('break'), version: fc.constant(4) }),
    );
    const { root } = live([1, 2, 3, 4], { champion: 1 });
    const file = join(root, 'banking77/aliases.json');
    const play = async (steps: readonly { do: string; version?: number; settles?: boolean }[]) => {
      writeFileSync(file, '{"champion":1}');
      const registry = new FolderRegistry(root);
      const loader = new ScriptedLoader();
      const events: LiveModelEvent[] = [];
      const model = new LiveModel('banking77', { registry, loader, onEvent: (event) => events.push(event) });
      await model.refresh();
      const inFlight: { leave: () => void; done: Promise<void> }[] = [];
      let left = 0;
      const changes: Promise<unknown>[] = [];
      const request = () => {
        const gate = Promise.withResolvers<void>();
        const done = model.use(async ({ classifier }) => {
          await gate.promise;
          expect(classifier.isOpen).toBe(true);
        });
        inFlight.push({ leave: gate.resolve, done });
      };
      for (const { do: action, version, settles } of steps) {
        if (action === 'request') request();
        if (action === 'leave') inFlight[left++]?.leave();
        if (action === 'promote') {
          await promote(registry, 'banking77', version!);
          changes.push(model.refresh());
          if (settles) await changes.at(-1);
        }
        if (action === 'break') loader.failing.add(version!);
        if (action === 'roll-back') changes.push(model.rollBack().catch(() => undefined));
      }
      request();
      await Promise.all(changes);
      for (const { leave } of inFlight) leave();
      await Promise.all(inFlight.map(({ done }) => done));
      // Idle, there are at most the model that serves and the one that is kept.
      const { serving, kept } = model.status;
      const loaded = [serving, kept].flatMap((known) => known?.version ?? []);
      expect(loader.open.sort()).toEqual(loaded.sort());
      await model.close();
      expect(loader.open).toEqual([]);
      expect(events.filter(({ kind }) => kind === 'close-failed')).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), play), { numRuns: 60 });
  }, 30_000);
});

describe('LiveModels', () => {
  it('finds models as they come, keeps those that go, and names those that it knows', async () => {
    const { root, registry, loader } = live([1], { champion: 1 });
    const models = new LiveModels({ registry, loader, pollMs: 5 });
    await models.start();
    expect(() => models.get('clinc150')).toThrow(/known: banking77/);
    writeBundle(join(root, 'clinc150/1'), 'clinc150', 1);
    writeFileSync(join(root, 'clinc150/aliases.json'), '{"champion":1}');
    await expect
      .poll(() => models.statuses.map(({ serving }) => serving?.name).sort())
      .toEqual(['banking77', 'clinc150']);
    await models.close();
    expect(loader.open).toEqual([]);
  });

  it('says so when the registry cannot be listed, and when it can again', async () => {
    const root = join(temporaryFolder(), 'later');
    const events: object[] = [];
    const options = { registry: new FolderRegistry(root), loader: new ScriptedLoader() };
    const models = new LiveModels({ ...options, onEvent: (event) => events.push(event) });
    await models.refresh();
    await models.refresh();
    expect(models.isDegraded).toBe(true);
    expect(() => models.get('banking77')).toThrow(expect.objectContaining({ code: 'registry_unavailable' }));
    writeBundle(join(root, 'banking77/1'), 'banking77', 1);
    writeFileSync(join(root, 'banking77/aliases.json'), '{"champion":1}');
    await models.refresh();
    expect(models.isDegraded).toBe(false);
    expect(await versionOf(models.get('banking77'))).toBe(1);
    expect(events).toMatchObject([
      { kind: 'registry', isDegraded: true },
      { kind: 'registry', isDegraded: false },
      { kind: 'swapped' },
    ]);
    await models.close();
  });
});

import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FolderRegistry, promote } from '../src/index.ts';
import { temporaryFolder, writeBundle } from './bundles.ts';

function registryWith(versions: readonly number[], aliases: object) {
  const root = temporaryFolder();
  for (const version of versions) writeBundle(join(root, 'banking77', String(version)), 'banking77', version);
  mkdirSync(join(root, 'banking77'), { recursive: true });
  writeFileSync(join(root, 'banking77/aliases.json'), JSON.stringify(aliases));
  return { root, registry: new FolderRegistry(root), file: join(root, 'banking77/aliases.json') };
}

describe('FolderRegistry', () => {
  it('lists models, gives their aliases, and locates their bundles', async () => {
    const { root, registry } = registryWith([2, 3], { champion: 3, previous: 2 });
    mkdirSync(join(root, 'no-model'));
    writeFileSync(join(root, 'README.md'), 'hello');
    expect(await registry.list()).toEqual(['banking77']);
    const { champion, previous } = await registry.aliases('banking77');
    expect([champion?.version, previous?.version]).toEqual([3, 2]);
    const located = await registry.locate(champion!);
    expect(located).toMatchObject({ folder: join(root, 'banking77/3'), manifest: { name: 'banking77', version: 3 } });
  });

  it('gives a version another revision when its bundle changes, and only then', async () => {
    const { root, registry } = registryWith([2, 3], { champion: 3, previous: 2 });
    const before = await registry.aliases('banking77');
    expect(await registry.aliases('banking77')).toEqual(before);
    writeFileSync(join(root, 'banking77/3/card.md'), '# mended\n');
    const after = await registry.aliases('banking77');
    expect(after.champion?.revision).not.toBe(before.champion?.revision);
    expect(after.previous).toEqual(before.previous);
  });

  it('names a version, leaves the other names alone, and leaves no file behind', async () => {
    const { registry, file, root } = registryWith([1, 2], { champion: 1, canary: 1 });
    await promote(registry, 'banking77', 2);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ champion: 2, canary: 1, previous: 1 });
    expect(readdirSync(join(root, 'banking77')).sort()).toEqual(['1', '2', 'aliases.json']);
    await promote(registry, 'banking77', 2);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ champion: 2, canary: 1, previous: 1 });
  });

  it('refuses names and versions that there are none of, and never looks outside of its folder', async () => {
    const { registry } = registryWith([1], { champion: 1 });
    const unknown = { code: 'model_not_found' };
    await expect(registry.aliases('clinc150')).rejects.toMatchObject(unknown);
    await expect(registry.aliases('../banking77')).rejects.toMatchObject(unknown);
    await expect(registry.setAliases('banking77', { champion: 9 })).rejects.toMatchObject(unknown);
    await expect(registry.locate({ name: 'banking77', version: 1.5, revision: '' })).rejects.toMatchObject(unknown);
  });

  it('tells a table of aliases that is none from a folder that is away', async () => {
    const { registry, file } = registryWith([1], {});
    writeFileSync(file, '{"champion": "3"}');
    await expect(registry.aliases('banking77')).rejects.toMatchObject({ code: 'registry_invalid' });
    expect(await registry.list()).toEqual(['banking77']);
    await expect(new FolderRegistry('/nowhere/at/all').list()).rejects.toMatchObject({ code: 'registry_unavailable' });
  });

  it('loses no change when processes write at once, and readers see whole tables', async () => {
    const { registry, root } = registryWith([1], { champion: 1 });
    const script = join(root, 'write.mjs');
    writeFileSync(
      script,
      `import { FolderRegistry } from ${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))};
       const registry = new FolderRegistry(process.argv[2]);
       for (let i = 0; i < 20; i++) await registry.setAliases('banking77', { [process.argv[3] + '_' + i]: 1 });`,
    );
    let isDone = false;
    const writers = ['a', 'b', 'c'].map((writer) => promisify(execFile)(process.execPath, [script, root, writer]));
    const all = Promise.all(writers).finally(() => {
      isDone = true;
    });
    while (!isDone) expect((await registry.aliases('banking77')).champion?.version).toBe(1);
    await all;
    expect(Object.keys(await registry.aliases('banking77'))).toHaveLength(61);
  }, 30_000);

  it('takes over the lock of a writer that died', async () => {
    const { registry, root, file } = registryWith([1, 2], { champion: 1 });
    const lock = join(root, 'banking77/.aliases.json.lock');
    writeFileSync(lock, '{"cham');
    utimesSync(lock, new Date(0), new Date(0));
    await registry.setAliases('banking77', { champion: 2 });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ champion: 2 });
  });
});

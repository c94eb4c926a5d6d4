import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findMlflow, mlflowServer } from '@pareto/contract-tests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiveModel, MlflowRegistry, promote } from '../src/index.ts';
import { writeBundle } from './bundles.ts';
import { ScriptedLoader } from './loaders.ts';

const programs = findMlflow();

describe.skipIf(!programs)('MlflowRegistry with a server (needs MLflow)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-bundles-'));
  let server: Awaited<ReturnType<typeof mlflowServer>>;
  const open = () => new MlflowRegistry({ uri: server.url, cache: join(folder, 'cache') });
  const serve = async (registry: MlflowRegistry) => {
    const model = new LiveModel('banking77', { registry, loader: new ScriptedLoader() });
    await model.refresh();
    return model;
  };

  beforeAll(async () => {
    server = await mlflowServer(programs!);
    await server.start();
    const bundles = [1, 2, 3].map((version) => join(folder, String(version)));
    // MLflow counts on its own: its version 3 holds a bundle that calls itself 7.
    for (const [i, version] of [1, 2, 7].entries()) writeBundle(bundles[i]!, 'banking77', version);
    writeFileSync(join(bundles[1]!, 'tfidf.json'), '{"terms":["parcex"]}');
    const script = join(import.meta.dirname, 'register_bundles.py');
    await promisify(execFile)(programs!.python, [script, server.url, ...bundles]);
  }, 180_000);

  afterAll(async () => {
    await server?.stop();
    server?.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('serves, swaps and rolls back; refuses a damaged bundle; goes on while the server is down', async () => {
    const registry = open();
    expect(await registry.list()).toEqual(['banking77']);
    const model = await serve(registry);
    expect(model.status).toMatchObject({ serving: { version: 1 }, problem: undefined });

    // Version 3 is registered with the address of its artifacts, version 4 as `runs:/<run>/bundle`.
    for (const version of [3, 4]) {
      await promote(registry, 'banking77', version);
      await model.refresh();
      expect(model.status).toMatchObject({ serving: { version }, problem: undefined });
    }
    await model.rollBack();
    const { champion, previous } = await registry.aliases('banking77');
    expect([champion?.version, previous?.version]).toEqual([3, 4]);

    await promote(registry, 'banking77', 2);
    await model.refresh();
    expect(model.status).toMatchObject({ serving: { version: 3 }, problem: { code: 'model_untrusted' } });
    await expect(registry.setAliases('banking77', { champion: 9 })).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(registry.aliases('clinc150')).rejects.toMatchObject({ code: 'model_not_found' });

    await server.stop();
    const afterAStart = await serve(open());
    expect(afterAStart.status).toMatchObject({ serving: { version: 3 }, isDegraded: true });
    await expect(afterAStart.rollBack()).rejects.toMatchObject({ code: 'rollback_unavailable' });
    await server.start();
    await model.refresh();
    expect(model.status).toMatchObject({ serving: { version: 3 }, problem: { code: 'model_untrusted' } });
    await model.rollBack();
    expect(model.status).toMatchObject({ serving: { version: 3 }, isDegraded: false });
  }, 180_000);
});

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
  const open = () => new MlflowRegistry({ uri: server.uri, cache: join(folder, 'cache') });
  const serve = async (registry: MlflowRegistry) => {
    const model = new LiveModel('banking77', { registry, loader: new ScriptedLoader() });
    await model.refresh();
    return model;
  };

  beforeAll(async () => {
    server = await mlflowServer(programs!);
    await server.start();
    const bundles = ['artifact', 'run', 'artifact'].map((source, i) => {
      writeBundle(join(folder, String(i + 1)), 'banking77', i + 1);
      return `${source}:${join(folder, String(i + 1))}`;
    });
    writeFileSync(join(folder, '3/tfidf.json'), '{"terms":["parcex"]}');
    const script = join(import.meta.dirname, 'register_bundles.py');
    await promisify(execFile)(programs!.python, [script, server.uri, 'banking77', ...bundles]);
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

    // Registered as `runs:/<run>/bundle`.
    await promote(registry, 'banking77', 2);
    await model.refresh();
    expect(model.status).toMatchObject({ serving: { version: 2 }, kept: { version: 1 }, problem: undefined });
    await model.rollBack();
    const { champion, previous } = await registry.aliases('banking77');
    expect([champion?.version, previous?.version]).toEqual([1, 2]);

    await promote(registry, 'banking77', 3);
    await model.refresh();
    expect(model.status).toMatchObject({ serving: { version: 1 }, problem: { code: 'model_untrusted' } });
    await expect(registry.setAliases('banking77', { champion: 9 })).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(registry.aliases('clinc150')).rejects.toMatchObject({ code: 'model_not_found' });

    await server.stop();
    const afterAStart = await serve(open());
    expect(afterAStart.status).toMatchObject({ serving: { version: 1 }, isDegraded: true });
    await expect(afterAStart.rollBack()).rejects.toMatchObject({ code: 'rollback_unavailable' });
    await server.start();
    await model.refresh();
    expect(model.status).toMatchObject({ serving: { version: 1 }, problem: { code: 'model_untrusted' } });
    await model.rollBack();
    expect(model.status).toMatchObject({ serving: { version: 1 }, isDegraded: false });
  }, 180_000);
});

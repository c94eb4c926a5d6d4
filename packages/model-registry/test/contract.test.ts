import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeModelRegistry } from '@pareto/contract-tests';
import { FolderRegistry, MlflowRegistry } from '../src/index.ts';
import { writeBundle } from './bundles.ts';
import { startMlflow } from './mlflow-server.ts';

function bundles() {
  const root = mkdtempSync(join(tmpdir(), 'pareto-registry-'));
  const model = join(root, 'banking77');
  for (const version of [1, 2]) writeBundle(join(model, String(version)), 'banking77', version);
  const damage = () => writeFileSync(join(model, '2/adapter.safetensors'), 'damaged');
  return { root, model, damage, remove: () => rmSync(root, { recursive: true, force: true }) };
}

describeModelRegistry('FolderRegistry', async () => {
  const { root, model, damage, remove } = bundles();
  writeFileSync(join(model, 'aliases.json'), '{"champion":1}');
  const reopen = () => new FolderRegistry(root);
  return { registry: reopen(), reopen, damage, dispose: async () => remove() };
});

describeModelRegistry('MlflowRegistry', async () => {
  const { root, model, damage, remove } = bundles();
  const { uri, stop } = await startMlflow('banking77', model, { champion: '1' });
  const reopen = () => new MlflowRegistry({ uri, cache: join(root, 'cache') });
  const dispose = async () => {
    await stop();
    remove();
  };
  return { registry: reopen(), reopen, damage, dispose };
});

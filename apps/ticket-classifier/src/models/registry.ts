import { join } from 'node:path';
import { type ModelRegistry, ServiceError } from '@pareto/contracts';
import { FolderRegistry, MlflowRegistry } from '@pareto/model-registry';
import type { Config } from '../config.ts';
import { copyShippedBundles } from './shipped-bundles.ts';

/** The folder's models, or MLflow's with the folder's for what MLflow does not have or give. */
export async function openRegistry(config: Config): Promise<ModelRegistry> {
  const { DATA_DIR, REGISTRY_DIR, MLFLOW_TRACKING_URI: uri } = config;
  await copyShippedBundles(config.BUNDLES_DIR, REGISTRY_DIR).catch((cause: Error) => {
    throw new ServiceError('registry_unavailable', `REGISTRY_DIR cannot be written to: ${cause.message}`, { cause });
  });
  const folder = new FolderRegistry(REGISTRY_DIR);
  if (uri === undefined) return folder;
  return new MlflowRegistry({
    uri,
    token: config.MLFLOW_TRACKING_TOKEN?.reveal(),
    cache: join(DATA_DIR, 'mlflow'),
    pinned: folder,
  });
}

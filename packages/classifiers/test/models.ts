import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const MINILM = join(
  process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models'),
  'all-minilm-l6-v2',
);
export const hasMiniLm = existsSync(join(MINILM, 'model.safetensors'));
/** Made by `recipes/small_bundle.py` of `packages/training`. */
export const SMALL_BUNDLE = join(import.meta.dirname, 'bundles/small-desk/1');
/** Made by `recipes/small_plain_bundle.py`: a bundle without a base. */
export const PLAIN_BUNDLE = join(import.meta.dirname, 'bundles/small-plain/1');
/** Banking77, as it comes with the ticket classifier. */
export const BANKING_BUNDLE = join(import.meta.dirname, '../../model-registry/bundles/banking77/1');

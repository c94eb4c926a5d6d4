import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
export const MINILM = join(ROOT, 'all-minilm-l6-v2');
export const GLOVE = join(ROOT, 'glove-6b-50d');
export const hasMiniLm = existsSync(join(MINILM, 'model.safetensors'));
export const hasGlove = existsSync(join(GLOVE, 'glove_6B_50d_emb.npy'));

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const DATA = join(ROOT, '.data');
export const MODELS = process.env.MODELS_DIR ?? join(DATA, 'models');

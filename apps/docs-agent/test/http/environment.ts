import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../../.data/models');
export const hasModels = existsSync(join(MODELS, 'all-minilm-l6-v2'));

/** Without limits of requests; the model server does not exist. */
export const ENVIRONMENT = {
  LOG_LEVEL: 'silent',
  ANONYMOUS_REQUESTS_PER_MINUTE: '1000000',
  ANONYMOUS_REQUESTS_PER_MINUTE_GLOBAL: '1000000',
  EMBEDDER_THREADS: '1',
  MODELS_DIR: MODELS,
  LLM_BASE_URL: 'http://127.0.0.1:9/v1',
  LLM_MODEL: 'scripted',
  LLM_SERVER: 'openai',
};

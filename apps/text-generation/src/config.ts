import { join } from 'node:path';
import { baseConfig, env, loadConfig } from '@pareto/service-kit';
import { z } from 'zod';
import { withModels } from './back-ends/model-config.ts';
import { keysFile } from './quotas/keys-file.ts';

const ROOT = join(import.meta.dirname, '../../..');

const variables = baseConfig.extend({
  PORT: env.integer(0, 65_535).default(8085),
  /** Folder of the ledger of quotas and budgets. */
  DATA_DIR: env.text().default(join(ROOT, '.data/text-generation')),
  MODELS_DIR: env.text().default(join(ROOT, '.data/models')),
  /** Measurements by model, made by `npm run report`. */
  REPORTS_DIR: env.text().default(join(import.meta.dirname, '../report')),

  /** The local model: an id of the catalogue, the path of a GGUF file, or a `hf:` URI; `none` for hosted ones only. */
  MODEL: env.text().default('qwen2.5-coder-1.5b-instruct-q4_k_m'),
  SLOTS: env.integer(1, 64).default(4),
  /** Tokens of prompt and answer together, for each slot. */
  CONTEXT_LENGTH: env.integer(256, 1_048_576).default(4_096),
  THREADS: env.integer(1, 256).optional(),
  /** `name=path` pairs of LoRA adapters as GGUF files. */
  ADAPTERS: env.list().default([]),
  /** Callers of one model that may wait for a slot. */
  QUEUE_SIZE: env.integer(0, 10_000).default(32),

  /** A hosted model beside the local one, which takes over where it fails or its budget is used up. */
  OPENAI_MODEL: env.text().optional(),
  OPENAI_BASE_URL: z.url().default('https://api.openai.com/v1'),
  OPENAI_API_KEY: env.secret().optional(),
  OPENAI_DAILY_TOKENS: env.integer(0, 1_000_000_000).default(200_000),
  HF_MODEL: env.text().optional(),
  HF_TOKEN: env.secret().optional(),
  HF_DAILY_TOKENS: env.integer(0, 1_000_000_000).default(200_000),
  /** A JSON file with any number of models, routes and budgets, in place of the variables above. */
  CHAT_MODELS_FILE: env.text().optional(),

  /** Id of the embedding model; `none` for none. */
  EMBEDDER: z.enum(['all-minilm-l6-v2', 'none']).default('all-minilm-l6-v2'),
  EMBEDDER_THREADS: env.integer(1, 64).optional(),

  API_KEYS_FILE: keysFile.default([]),
  KEY_CONCURRENCY: env.integer(1, 100_000).optional(),
  KEY_TOKENS_PER_DAY: env.integer(0, 1_000_000_000_000).optional(),
  ANONYMOUS_CONCURRENCY: env.integer(1, 100_000).default(8),
  ANONYMOUS_TOKENS_PER_DAY: env.integer(0, 1_000_000_000_000).default(2_000_000),

  BODY_LIMIT_BYTES: env.integer(1_024, 2 ** 31 - 1).default(4 * 2 ** 20),
  /** Deadline of one answer, waiting included. */
  GENERATION_TIMEOUT_MS: env.integer(100, 3_600_000).default(300_000),
  /** A stream that is silent for so long gets a comment, so that nothing on the way closes it. */
  KEEP_ALIVE_MS: env.integer(10, 600_000).default(10_000),
});

export type Variables = z.output<typeof variables>;

/** The variables, and what they or the models file say about models. */
export type Config = ReturnType<typeof readConfig>;

/** The only place that reads the environment. @throws ServiceError `config_invalid`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env) {
  return loadConfig(variables.transform(withModels(environment)), environment);
}

import { join } from 'node:path';
import { baseConfig, env, loadConfig } from '@pareto/service-kit';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');
const MEBIBYTE = 2 ** 20;

const configSchema = baseConfig.extend({
  PORT: env.integer(0, 65_535).default(8082),
  /** Folder of feedback, and of bundles that came from MLflow. */
  DATA_DIR: env.text().default(join(ROOT, '.data/ticket-classifier')),
  MODELS_DIR: env.text().default(join(ROOT, '.data/models')),

  /** Bundles that come with the service: copied to a registry that does not have them. */
  BUNDLES_DIR: env.text().default(join(ROOT, 'packages/model-registry/bundles')),
  /** Folder of models, `<name>/<version>/`; where `npm run train` puts them. */
  REGISTRY_DIR: env.text().default(join(ROOT, '.data/registry')),
  /** An MLflow server: what it has registered serves, and REGISTRY_DIR what it has not. */
  MLFLOW_TRACKING_URI: z.url({ protocol: /^https?$/, error: 'expected http://… or https://…' }).optional(),
  MLFLOW_TRACKING_TOKEN: env.secret().optional(),
  /** Between two looks at the registry. */
  REGISTRY_POLL_MS: env.integer(100, 3_600_000).default(5_000),
  /** Answers where a request names no model. */
  DEFAULT_MODEL: env.text().default('support-desk'),

  ENCODER_THREADS: env.integer(1, 64).optional(),
  ENCODER_PRECISION: z.enum(['fp32', 'int8']).default('int8'),

  /** Asked only where the encoder abstains: any server of OpenAI's protocol, with its `/v1`. None when absent. */
  LLM_BASE_URL: z.url().optional(),
  LLM_MODEL: env.text().default('qwen2.5-coder-1.5b-instruct-q4_k_m'),
  LLM_API_KEY: env.secret().optional(),
  /** What kind of server that is. */
  LLM_SERVER: z.enum(['pareto', 'openai', 'vllm', 'tgi', 'ollama', 'llama-server']).default('openai'),
  /** What asking it may add to a request; after it the abstention stands. */
  LLM_TIMEOUT_MS: env.integer(100, 600_000).default(10_000),

  /** Tickets that are being classified or wait for it, of all requests; more get 429. */
  QUEUE_TICKETS: env.integer(1, 1_000_000).default(4_000),
  BATCH_LIMIT_BYTES: env.integer(1_024, 2 ** 31 - 1).default(16 * MEBIBYTE),
  /** Of an e-mail with its attachments, which are not read. */
  EMAIL_LIMIT_BYTES: env.integer(1_024, 2 ** 31 - 1).default(5 * MEBIBYTE),

  /** How long feedback is kept. */
  FEEDBACK_DAYS: env.integer(1, 3_650).default(365),
  /** How much feedback is kept at most; what comes after it gets 429. */
  FEEDBACK_ROWS: env.integer(1, 100_000_000).default(100_000),

  INCIDENT_WINDOW_MS: env.integer(1_000, 86_400_000).default(900_000),
  /** Alike tickets within the window that make an incident. */
  INCIDENT_TICKETS: env.integer(2, 1_000_000).default(5),
  /** How alike tickets are, in per cent of the words and word pairs that they have together. */
  INCIDENT_SIMILARITY: env.integer(10, 100).default(50),
});

export type Config = z.infer<typeof configSchema>;

/** The only place that reads the environment. @throws ServiceError `config_invalid`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return loadConfig(configSchema, environment);
}

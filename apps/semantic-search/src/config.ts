import { join } from 'node:path';
import { baseConfig, env, loadConfig } from '@pareto/service-kit';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');

/** The packages of this repository whose documentation makes the sample collection, where they are installed. */
const SAMPLE_PACKAGES = [
  'fastify',
  'avvio',
  'find-my-way',
  'light-my-request',
  '@fastify/cors',
  '@fastify/helmet',
  '@fastify/rate-limit',
  '@fastify/swagger',
  'pino',
  'undici',
  'zod',
  'ajv',
  'better-sqlite3',
  'chromadb',
  '@lancedb/lancedb',
  'umap-js',
  'vitest',
  'fast-check',
  'autocannon',
];

export const configSchema = baseConfig.extend({
  PORT: env.integer(0, 65_535).default(8081),
  /** Folder of the catalogue and of LanceDB's tables. */
  DATA_DIR: env.text().default(join(ROOT, '.data/semantic-search')),
  MODELS_DIR: env.text().default(join(ROOT, '.data/models')),
  VECTOR_STORE: z.enum(['lancedb', 'chroma']).default('lancedb'),
  CHROMA_URL: z.url().default('http://127.0.0.1:8000'),
  CHROMA_TOKEN: env.secret().optional(),
  /** The embedder of new collections. */
  EMBEDDER: env.text().default('all-minilm-l6-v2/int8'),
  EMBEDDER_THREADS: env.integer(1, 64).optional(),
  /** An OpenAI-compatible embedding server, offered as embedder `openai/<model>`. */
  EMBEDDINGS_BASE_URL: z.url().optional(),
  EMBEDDINGS_API_KEY: env.secret().optional(),
  EMBEDDINGS_MODEL: env.text().optional(),
  EMBEDDINGS_DIMENSIONS: env.integer(1, 8_192).optional(),
  /** Packages whose documentation is indexed at start; `none` for an empty service. */
  SAMPLE_PACKAGES: env.list().default(SAMPLE_PACKAGES),
  SAMPLE_COLLECTION: env.text().default('npm-docs'),
  /** Deadline of uploads, evaluations and maps, which take longer than a search. */
  LONG_REQUEST_TIMEOUT_MS: env.integer(1_000, 3_600_000).default(600_000),
  UPLOAD_LIMIT_BYTES: env.integer(1_024, 2 ** 31 - 1).default(256 * 2 ** 20),
});

export type Config = z.infer<typeof configSchema>;

/** The only place that reads the environment. @throws ServiceError `config_invalid`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return loadConfig(configSchema, environment);
}

import { join } from 'node:path';
import { modelServerVariables } from '@pareto/chat-models/hosted';
import { baseConfig, env, loadConfig } from '@pareto/service-kit';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');
const MEBIBYTE = 2 ** 20;

const configSchema = baseConfig.extend({
  PORT: env.integer(0, 65_535).default(8084),
  /** Folder of the catalogue, the uploaded files and LanceDB's tables. */
  DATA_DIR: env.text().default(join(ROOT, '.data/rag-assistant')),
  MODELS_DIR: env.text().default(join(ROOT, '.data/models')),

  VECTOR_STORE: z.enum(['lancedb', 'chroma']).default('lancedb'),
  CHROMA_URL: z.url().default('http://127.0.0.1:8000'),
  CHROMA_TOKEN: env.secret().optional(),
  EMBEDDER_THREADS: env.integer(1, 64).optional(),

  /** Where answers are written. */
  ...modelServerVariables(env.secret()),

  /** The sample company; `off` for an empty service. */
  SAMPLES: env.flag().default(true),
  /** A folder whose files are kept indexed. */
  RAG_WATCH_DIR: env.text().optional(),
  /** Name of the API key whose documents these are; everybody's when absent. */
  RAG_WATCH_KEY: env.text().optional(),

  /** Documents that are indexed at a time. */
  INDEX_CONCURRENCY: env.integer(1, 64).default(2),
  UPLOAD_LIMIT_BYTES: env.integer(1_024, 2 ** 31 - 1).default(100 * MEBIBYTE),
  /** Files of one upload. */
  UPLOAD_FILES: env.integer(1, 1_000).default(50),
  /** What reading one document may take. */
  READER_MEMORY_BYTES: env.integer(64 * MEBIBYTE, 2 ** 31 - 1).default(512 * MEBIBYTE),
  READER_PAGES: env.integer(1, 100_000).default(5_000),
  /** The `tesseract` program, by name or path: scanned pages are read with it where it is installed; `none` for never. */
  TESSERACT: env.text().default('tesseract'),
  /** By its names: `eng,spa`. All must be installed. */
  TESSERACT_LANGUAGES: env.list().default(['eng']),

  /** Life of what an anonymous caller uploads. */
  SESSION_LIFE_MS: env.integer(100, 30 * 86_400_000).default(3_600_000),
  ANONYMOUS_DOCUMENTS: env.integer(1, 1_000_000).default(20),
  ANONYMOUS_PAGES: env.integer(1, 10_000_000).default(2_000),
  ANONYMOUS_BYTES: env.integer(1, Number.MAX_SAFE_INTEGER).default(100 * MEBIBYTE),
  /** The same for all anonymous callers together. */
  ANONYMOUS_DOCUMENTS_GLOBAL: env.integer(1, 1_000_000).default(2_000),
  ANONYMOUS_PAGES_GLOBAL: env.integer(1, 10_000_000).default(50_000),
  ANONYMOUS_BYTES_GLOBAL: env.integer(1, Number.MAX_SAFE_INTEGER).default(4_096 * MEBIBYTE),
  KEY_DOCUMENTS: env.integer(1, 10_000_000).default(20_000),
  KEY_PAGES: env.integer(1, 100_000_000).default(500_000),
  KEY_BYTES: env.integer(1, Number.MAX_SAFE_INTEGER).default(50 * 1_024 * MEBIBYTE),

  /** Deadline of one answer. */
  ASK_TIMEOUT_MS: env.integer(100, 3_600_000).default(180_000),
  DELETE_TIMEOUT_MS: env.integer(100, 3_600_000).default(120_000),
  /** A stream that is silent for so long gets a comment, so that nothing on the way closes it. */
  KEEP_ALIVE_MS: env.integer(10, 600_000).default(10_000),
});

export type Config = z.infer<typeof configSchema>;

/** The only place that reads the environment. @throws ServiceError `config_invalid`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return loadConfig(configSchema, environment);
}

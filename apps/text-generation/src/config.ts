import { basename, join } from 'node:path';
import { baseConfig, env, loadConfig } from '@pareto/service-kit';
import { z } from 'zod';
import { jsonFile, type ModelConfig, type Models, modelsConfig } from './back-ends/model-config.ts';
import { keysFile } from './quotas/keys-file.ts';
import type { Route } from './routing/router.ts';

const ROOT = join(import.meta.dirname, '../../..');

const namedPaths = env
  .list()
  .refine((pairs) => pairs.every((pair) => /^[\w.-]{1,64}=./.test(pair)), 'expected name=path, name=path')
  .transform((pairs) => Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2) as [string, string])));

const variables = baseConfig.extend({
  PORT: env.integer(0, 65_535).default(8085),
  /** Folder of the ledger of quotas and budgets. */
  DATA_DIR: env.text().default(join(ROOT, '.data/text-generation')),
  MODELS_DIR: env.text().default(join(ROOT, '.data/models')),

  /** The local model: an id of the catalogue, the path of a GGUF file, or a `hf:` URI; `none` for hosted ones only. */
  MODEL: env.text().default('qwen2.5-coder-1.5b-instruct-q4_k_m'),
  SLOTS: env.integer(1, 64).default(4),
  /** Tokens of prompt and answer together, for each slot. */
  CONTEXT_LENGTH: env.integer(256, 1_048_576).default(4_096),
  THREADS: env.integer(1, 256).optional(),
  /** `name=path` pairs of LoRA adapters as GGUF files. */
  ADAPTERS: namedPaths.default({}),
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
  CHAT_MODELS_FILE: jsonFile.optional(),

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

type Variables = z.output<typeof variables>;

export interface Config extends Variables {
  readonly models: readonly ModelConfig[];
  readonly routes: Readonly<Record<string, Route>>;
}

/** The only place that reads the environment. @throws ServiceError `config_invalid`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const schema = variables.transform((given, context): Config => {
    const file = given.CHAT_MODELS_FILE;
    const parsed = modelsConfig(environment).safeParse(file ?? describedBy(given));
    if (parsed.success) return { ...given, ...parsed.data };
    const place = file === undefined ? [] : ['CHAT_MODELS_FILE'];
    for (const { path, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: [...place, ...path], message });
    }
    return z.NEVER;
  });
  return loadConfig(schema, environment);
}

/** The models that the variables describe: a local one, and hosted ones that turn to it when they fail. */
function describedBy(given: Variables): Models {
  const local = {
    id: basename(given.MODEL, '.gguf'),
    kind: 'llama-cpp' as const,
    model: given.MODEL,
    slots: given.SLOTS,
    contextLength: given.CONTEXT_LENGTH,
    threads: given.THREADS,
    adapters: given.ADAPTERS,
  };
  const models: Models['models'] = given.MODEL === 'none' ? [] : [local];
  if (given.OPENAI_MODEL !== undefined) {
    models.push({
      id: given.OPENAI_MODEL,
      kind: 'openai-compatible',
      model: given.OPENAI_MODEL,
      baseUrl: given.OPENAI_BASE_URL,
      ...(given.OPENAI_API_KEY ? { apiKey: given.OPENAI_API_KEY.reveal() } : {}),
      budget: { dailyTokens: given.OPENAI_DAILY_TOKENS },
    });
  }
  if (given.HF_MODEL !== undefined) {
    models.push({
      id: given.HF_MODEL,
      kind: 'hugging-face',
      model: given.HF_MODEL,
      token: given.HF_TOKEN?.reveal() ?? '',
      budget: { dailyTokens: given.HF_DAILY_TOKENS },
    });
  }
  const hosted = given.MODEL === 'none' ? [] : models.slice(1);
  return {
    models,
    routes: Object.fromEntries(hosted.map(({ id }) => [id, { primary: id, fallback: [local.id] }])),
  };
}

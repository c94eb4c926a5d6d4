import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { modelServerVariables } from '@pareto/chat-models/hosted';
import { ServiceError } from '@pareto/contracts';
import { baseConfig, env, loadConfig } from '@pareto/service-kit';
import { z } from 'zod';
import { type Budgets, DEFAULT_BUDGETS } from './agent/budgets.ts';
import { mcpServersConfig } from './tools/mcp/config.ts';
import { readOpenApiSetting } from './tools/openapi/config.ts';

const ROOT = join(import.meta.dirname, '../../..');
const NO_PROJECT = 'none';
/** Of the deadline of an answer what its draft may take: the rest is for the plan before it and the proof after it. */
const DRAFT_SHARE = 0.8;

const openApis = env.text().transform((text, context) => {
  try {
    return readOpenApiSetting(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof ServiceError ? error.message : 'cannot be read' });
    return z.NEVER;
  }
});

/** JSON, or the path of a file with it. */
const mcpServers = env
  .text()
  .transform((text, context) => {
    try {
      return JSON.parse(text.trimStart().startsWith('[') ? text : readFileSync(text, 'utf8')) as unknown;
    } catch (error) {
      // What a parser says of a text quotes it, and the variables of a server may be secrets.
      const why = error instanceof SyntaxError ? 'it is not well-formed' : (error as NodeJS.ErrnoException).code;
      context.addIssue({ code: 'custom', message: `is no JSON list, nor a file with one: ${why}` });
      return z.NEVER;
    }
  })
  .pipe(mcpServersConfig);

const configSchema = baseConfig.extend({
  PORT: env.integer(0, 65_535).default(8083),
  /** Folder of the index and of the conversations. */
  DATA_DIR: env.text().default(join(ROOT, '.data/docs-agent')),
  MODELS_DIR: env.text().default(join(ROOT, '.data/models')),
  EMBEDDER_THREADS: env.integer(1, 64).optional(),

  /** Where answers are written. */
  ...modelServerVariables(env.secret()),

  /** The project whose packages are indexed; this repository by default, `none` for none. */
  DOCS_PROJECT: env
    .text()
    .refine((folder) => folder === NO_PROJECT || existsSync(folder), 'there is no such folder')
    .default(ROOT),
  /** Of its packages only these; every one that the project or a workspace of it names when absent. */
  DOCS_PACKAGES: env.list().optional(),
  /** Folders inside of which callers may have folders indexed. */
  DOCS_ALLOWED_FOLDERS: env
    .list()
    .transform((folders) => folders.map((folder) => resolve(folder)))
    .default([]),

  /** APIs whose operations become tools: a JSON list, the path of a file with one, or `name=URL,name=URL`. */
  TOOLS_OPENAPI: openApis.default([]),
  /** Folder of modules, each with a function that becomes a tool. */
  TOOLS_FUNCTIONS: env.text().optional(),
  /** Servers of the Model Context Protocol: a JSON list, or the path of a file with one. */
  TOOLS_MCP: mcpServers.default([]),
  /** Names of tools that may change something, where a question speaks of them. */
  TOOLS_WRITES: env.list().default([]),

  /** How long a conversation is kept that nobody goes on with. */
  SESSION_LIFE_MS: env.integer(1_000, 365 * 86_400_000).default(7 * 86_400_000),
  /** Deadline of one answer. */
  ASK_TIMEOUT_MS: env.integer(100, 3_600_000).default(180_000),
  /** What one answer may spend: times that the model is asked, their tokens, and time, which never outlasts the deadline. */
  ASK_MAX_STEPS: env.integer(1, 50).default(DEFAULT_BUDGETS.modelCalls),
  ASK_MAX_TOKENS: env.integer(500, 1_000_000).default(DEFAULT_BUDGETS.tokens),
  ASK_MAX_MS: env.integer(100, 3_600_000).default(DEFAULT_BUDGETS.wallClockMs),
  /** The same call so many times, and the model must answer with what there is; what the plan called counts once. */
  ASK_MAX_REPETITIONS: env.integer(2, 20).default(DEFAULT_BUDGETS.identicalCalls),
  /** How long an answer goes on being written that nobody follows: who lost the connection may come back. */
  LINGER_MS: env.integer(0, 600_000).default(10_000),
  /** A stream that is silent for so long gets a comment, so that nothing on the way closes it. */
  KEEP_ALIVE_MS: env.integer(10, 600_000).default(10_000),
});

export type Config = z.infer<typeof configSchema>;

/** The only place that reads the environment. @throws ServiceError `config_invalid`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return loadConfig(configSchema, environment);
}

/** The budgets of one answer. */
export function budgetsOf(
  config: Pick<Config, 'ASK_TIMEOUT_MS' | 'ASK_MAX_STEPS' | 'ASK_MAX_TOKENS' | 'ASK_MAX_MS' | 'ASK_MAX_REPETITIONS'>,
): Partial<Budgets> {
  return {
    modelCalls: config.ASK_MAX_STEPS,
    tokens: config.ASK_MAX_TOKENS,
    // Past the deadline there would be an error in place of what was written by then.
    wallClockMs: Math.min(config.ASK_MAX_MS, Math.floor(DRAFT_SHARE * config.ASK_TIMEOUT_MS)),
    identicalCalls: config.ASK_MAX_REPETITIONS,
  };
}

/** The folder of the project; undefined where there is none. */
export function projectOf({ DOCS_PROJECT }: Pick<Config, 'DOCS_PROJECT'>): string | undefined {
  return DOCS_PROJECT === NO_PROJECT ? undefined : resolve(DOCS_PROJECT);
}

import { readFileSync } from 'node:fs';
import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { Secret } from './secret.ts';

/** Environment variables are texts; these schemas read them. An empty variable counts as absent. */
export const env = {
  text: () => z.string(),
  integer: (min: number, max: number) =>
    z
      .string()
      .regex(/^-?\d+$/, 'expected a whole number')
      .transform(Number)
      .refine((value) => value >= min && value <= max, `expected ${min} to ${max}`),
  flag: () => z.enum(['on', 'off']).transform((value) => value === 'on'),
  list: () =>
    z.string().transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
  secret: () => z.string().transform((text) => new Secret(text)),
};

export interface ApiKey {
  readonly name: string;
  readonly key: Secret;
}

const keyPair = /^([\w.-]{1,64}):(\S{8,256})$/;

/** `name:key` pairs, separated by commas or new lines. */
const apiKeys = z.string().transform((text, context): ApiKey[] =>
  text
    .split(/[,\n]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .flatMap((pair, i) => {
      const match = keyPair.exec(pair);
      // The text itself stays out of the message: it may be a key.
      if (!match)
        context.addIssue({
          code: 'custom',
          message: `entry ${i + 1} is no name:key pair with a key of 8 characters or more`,
        });
      return match ? [{ name: match[1]!, key: new Secret(match[2]!) }] : [];
    }),
);

const apiKeysFile = z.string().transform((path, context): ApiKey[] => {
  try {
    const parsed = apiKeys.safeParse(readFileSync(path, 'utf8'));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', message: issue.message });
  } catch (error) {
    context.addIssue({ code: 'custom', message: `cannot be read: ${(error as Error).message}` });
  }
  return z.NEVER;
});

/** What every service reads from its environment. Apps extend it with their own variables. */
export const baseConfig = z.object({
  HOST: env.text().default('127.0.0.1'),
  PORT: env.integer(0, 65_535).default(8080),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** `off` lifts the limits for callers on this machine, for benchmarks. */
  LIMITS: env.flag().default(true),
  API_KEYS: apiKeys.default([]),
  API_KEYS_FILE: apiKeysFile.default([]),
  ANONYMOUS_REQUESTS_PER_MINUTE: env.integer(1, 1_000_000).default(120),
  ANONYMOUS_REQUESTS_PER_MINUTE_GLOBAL: env.integer(1, 1_000_000).default(2_000),
  KEY_REQUESTS_PER_MINUTE: env.integer(1, 10_000_000).default(6_000),
  REQUEST_TIMEOUT_MS: env.integer(100, 3_600_000).default(30_000),
  BODY_LIMIT_BYTES: env.integer(1_024, 2 ** 31 - 1).default(1_048_576),
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  TRUST_PROXY: env.list().default([]),
  CORS_ORIGINS: env.list().default([]),
  SHUTDOWN_GRACE_MS: env.integer(0, 600_000).default(10_000),
});

export type BaseConfig = z.infer<typeof baseConfig>;

/**
 * Reads a configuration.
 * @throws ServiceError `config_invalid`, naming every problem at once and no value.
 */
export function loadConfig<Schema extends z.ZodType>(schema: Schema, environment: NodeJS.ProcessEnv): z.infer<Schema> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(all)'}: ${issue.message}`);
  throw new ServiceError(
    'config_invalid',
    `the configuration has ${problems.length} problem(s):\n${problems.join('\n')}`,
  );
}

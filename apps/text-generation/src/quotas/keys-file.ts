import { readFileSync } from 'node:fs';
import { type ApiKey, Secret } from '@pareto/service-kit';
import { z } from 'zod';
import { type CallerLimits, callerLimits } from './limits.ts';

export interface LimitedKey extends ApiKey {
  readonly limits: CallerLimits;
}

const KEY = /^([\w.-]{1,64}):(\S{8,256})$/;
const NAMES: Readonly<Record<string, keyof CallerLimits>> = {
  requests_per_minute: 'requestsPerMinute',
  tokens_per_day: 'tokensPerDay',
  concurrency: 'concurrency',
};

/**
 * A file with a key on each line, as `name:key`, and its own limits after it:
 * `mobile:s3cr3t-s3cr3t requests_per_minute=60 tokens_per_day=100000 concurrency=2`. `#` begins a comment.
 */
export const keysFile = z.string().transform((path, context): LimitedKey[] => {
  const problem = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return [];
  };
  let lines: string[];
  try {
    lines = readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    return problem(`cannot be read: ${(error as Error).message}`);
  }
  return lines.flatMap((line, i) => {
    const [pair = '', ...settings] = line
      .replace(/(^|\s)#.*/, '')
      .trim()
      .split(/[\s,]+/);
    if (pair === '') return [];
    const match = KEY.exec(pair);
    // The text itself stays out of the message: it may be a key.
    if (!match) return problem(`line ${i + 1} is no name:key pair with a key of 8 characters or more`);
    const limits = callerLimits.safeParse(Object.fromEntries(settings.map(parseSetting)));
    if (!limits.success) return problem(`line ${i + 1}: limits are ${Object.keys(NAMES).join('=, ')}= with numbers`);
    return [{ name: match[1]!, key: new Secret(match[2]!), limits: limits.data }];
  });
});

function parseSetting(setting: string): [string, number] {
  const [name = '', value = ''] = setting.split('=', 2);
  return [NAMES[name] ?? name, /^\d+$/.test(value) ? Number(value) : Number.NaN];
}

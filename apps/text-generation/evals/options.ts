import { parseArgs } from 'node:util';
import { SET_NAMES, type SetName } from './sets.ts';
import type { Split } from './split.ts';

const DEFAULT_MODEL = 'qwen2.5-coder-1.5b-instruct-q4_k_m';
/** As many as the service has slots by default. */
const DEFAULT_CONCURRENCY = 4;

export const USAGE = `usage: npm run eval -- text-generation [options]
  --set ${SET_NAMES.join(',')}   (default: all)
  --split dev|test|all       dev (default) is a quarter, for design; test is what is reported
  --limit N                  the first N cases of each set
  --concurrency N            requests at once (default ${DEFAULT_CONCURRENCY})
  --model ID                 (default ${DEFAULT_MODEL})
  --run NAME                 folder below .data/evals/text-generation; an earlier one is continued
  --write                    write docs/benchmarks/generation-quality.{json,md}
OPENAI_BASE_URL (and OPENAI_API_KEY) name a running service; without it one is started.`;

export interface Options {
  readonly sets: readonly SetName[];
  readonly split: Split | 'all';
  readonly limit: number;
  readonly concurrency: number;
  readonly model: string;
  readonly run: string;
  readonly write: boolean;
}

/** @throws Error with what is wrong and how it is used. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      set: { type: 'string', default: SET_NAMES.join(',') },
      split: { type: 'string', default: 'dev' },
      limit: { type: 'string' },
      concurrency: { type: 'string', default: String(DEFAULT_CONCURRENCY) },
      model: { type: 'string', default: DEFAULT_MODEL },
      run: { type: 'string', default: new Date().toISOString().slice(0, 19).replaceAll(':', '-') },
      write: { type: 'boolean', default: false },
    },
  });
  const sets = values.set.split(',').filter(isSetName);
  if (sets.length !== values.set.split(',').length) throw new Error(`unknown set in "${values.set}"`);
  if (!isSplit(values.split)) throw new Error(`unknown split "${values.split}"`);
  if (!/^[\w.-]+$/.test(values.run)) throw new Error(`"${values.run}" is no name of a run`);
  const options = {
    sets,
    split: values.split,
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : positive('--limit', values.limit),
    concurrency: positive('--concurrency', values.concurrency),
    model: values.model,
    run: values.run,
    write: values.write,
  };
  if (options.write && !(options.split === 'test' && sets.length === SET_NAMES.length)) {
    throw new Error('--write needs --split test and every set');
  }
  return options;
}

function isSetName(name: string): name is SetName {
  return (SET_NAMES as readonly string[]).includes(name);
}

function isSplit(name: string): name is Options['split'] {
  return ['dev', 'test', 'all'].includes(name);
}

function positive(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${name} needs a whole number from 1, not "${text}"`);
  return Number(text);
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../../..');
const PYTHON = process.env.TRAINING_PYTHON ?? join(ROOT, '.data/venvs/training/bin/python');
const LARGEST_OUTPUT = 2 ** 24;
export const hasTraining = existsSync(PYTHON);

/** The recipe that `npm run train -- tickets` runs, on one thread. @returns what it said. */
export async function train(folder: string, options: readonly string[]): Promise<string> {
  const recipe = join(ROOT, 'packages/training/recipes/tickets.py');
  const { stdout } = await promisify(execFile)(PYTHON, [recipe, ...options], {
    cwd: folder,
    env: {
      ...process.env,
      MLFLOW_TRACKING_URI: `sqlite:///${join(folder, 'runs.db')}`,
      MLFLOW_DISABLE_TELEMETRY: 'true',
      OMP_NUM_THREADS: '1',
      TOKENIZERS_PARALLELISM: 'false',
    },
    maxBuffer: LARGEST_OUTPUT,
  });
  return stdout;
}

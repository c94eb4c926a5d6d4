import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { environment, run } from './processes.mjs';
import { virtualEnvironment } from './python.mjs';
import { Failure } from './report.mjs';
import { prepare } from './setup.mjs';

const MODELS_MEASURED = ['all-minilm-l6-v2', 'glove-6b-50d'];

/** `npm run bench -- <name>`: with the peers of `infra/bench/requirements.txt` in a virtual environment of their own. */
export async function benchmark(args) {
  const node = await prepare(MODELS_MEASURED);
  const python = await virtualEnvironment('bench', join(ROOT, 'infra/bench/requirements.txt'));
  return run(node, ['infra/bench/main.ts', ...args], { env: environment(node, { BENCH_PYTHON: python }) });
}

/** `npm run eval -- <app>`. */
export async function evaluate([app, ...args]) {
  const script = join('apps', app ?? '', 'evals', 'main.ts');
  if (!app || !existsSync(join(ROOT, script)))
    throw new Failure(`no evaluation "${app ?? ''}"`, 'npm run eval -- <app>');
  const node = await prepare(MODELS_MEASURED);
  return run(node, [script, ...args]);
}

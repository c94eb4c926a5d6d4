import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readApps } from './apps.mjs';
import { ROOT } from './paths.mjs';
import { environment, run } from './processes.mjs';
import { virtualEnvironment } from './python.mjs';
import { Failure } from './report.mjs';
import { prepare } from './setup.mjs';

/** What the apps load, and what they are compared on. */
const modelsMeasured = () => [...new Set(readApps().flatMap(({ models }) => models)), 'smollm2-135m-instruct-q4_1'];

/** `npm run bench -- <name>`: with the peers of `infra/bench/requirements.txt` in a virtual environment of their own. */
export async function benchmark(args) {
  const node = await prepare(modelsMeasured());
  const python = await virtualEnvironment('bench', join(ROOT, 'infra/bench/requirements.txt'));
  return run(node, ['infra/bench/main.ts', ...args], { env: environment(node, { BENCH_PYTHON: python }) });
}

/** `npm run eval -- <app>`. */
export async function evaluate([app, ...args]) {
  const script = join('apps', app ?? '', 'evals', 'main.ts');
  if (!app || !existsSync(join(ROOT, script)))
    throw new Failure(`no evaluation "${app ?? ''}"`, 'npm run eval -- <app>');
  const node = await prepare(modelsMeasured());
  return run(node, [script, ...args]);
}

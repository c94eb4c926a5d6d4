import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DATA, ROOT } from './paths.mjs';
import { capture, environment, run } from './processes.mjs';
import { Failure, say } from './report.mjs';
import { prepare } from './setup.mjs';

const MODELS_MEASURED = ['all-minilm-l6-v2', 'glove-6b-50d'];
const PYTHONS = ['python3.13', 'python3.12', 'python3.11', 'python3'];

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

/** A Python environment that holds exactly what a hashed requirements file says; made once, made anew when it changes. */
export async function virtualEnvironment(name, requirements) {
  const folder = join(DATA, 'venvs', name);
  const python = join(folder, 'bin', 'python');
  const stamp = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const stampFile = join(folder, '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return python;
  const base = await findPython();
  const began = Date.now();
  say.step(`installing the Python packages of ${name} (a few minutes)`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await must(base, ['-m', 'venv', folder], 'install python3-venv');
  await must(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '-r', requirements],
    'check the network and the disk',
  );
  writeFileSync(stampFile, stamp);
  say.done('Python packages', began);
  return python;
}

async function findPython() {
  for (const name of PYTHONS) {
    const { code, output } = await capture(name, ['-c', 'import sys; print(sys.version_info >= (3, 11))']);
    if (code === 0 && output.trim() === 'True') return name;
  }
  throw new Failure('no Python 3.11 or newer', 'install python3 with venv and pip, then try again');
}

async function must(program, args, advice) {
  const { code, output } = await capture(program, args);
  if (code !== 0)
    throw new Failure(
      `${program} ${args.slice(0, 3).join(' ')} failed`,
      `${advice}\n  ${output.trim().split('\n').slice(-5).join('\n  ')}`,
    );
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DATA } from './paths.mjs';
import { capture } from './processes.mjs';
import { Failure, say } from './report.mjs';

const PYTHONS = ['python3.13', 'python3.12', 'python3.11', 'python3'];

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

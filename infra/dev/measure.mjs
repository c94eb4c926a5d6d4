import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readApps } from './apps.mjs';
import { ROOT } from './paths.mjs';
import { environment, run } from './processes.mjs';
import { virtualEnvironment } from './python.mjs';
import { Failure, say } from './report.mjs';
import { prepare } from './setup.mjs';

/** What the apps load, and what they are compared on. */
const modelsMeasured = () => [...new Set(readApps().flatMap(({ models }) => models)), 'smollm2-135m-instruct-q4_1'];

/** `npm run bench -- <name>`: with the peers of `infra/bench` in virtual environments of their own. */
export async function benchmark(args) {
  const node = await prepare(modelsMeasured());
  const extra = args[0] === 'generation' ? await generationPeer() : await searchPeers();
  return run(node, ['infra/bench/main.ts', ...args], { env: environment(node, extra) });
}

async function searchPeers() {
  return { BENCH_PYTHON: await virtualEnvironment('bench', join(ROOT, 'infra/bench/requirements.txt')) };
}

/** llama-cpp-python is compiled here, which may take half an hour; without a compiler the benchmark runs without it. */
async function generationPeer() {
  if (process.env.GENERATION_PEER_PYTHON) return {};
  const requirements = join(ROOT, 'infra/bench/generation-requirements.txt');
  try {
    return { GENERATION_PEER_PYTHON: await virtualEnvironment('generation-peer', requirements) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say.failure(error);
    return {};
  }
}

/** `npm run eval -- <app>`; the first part of its name will do. */
export async function evaluate([name, ...args]) {
  const app = readApps().find((known) => known.name === name || known.name.startsWith(`${name}-`))?.name;
  const script = join('apps', app ?? '', 'evals', 'main.ts');
  if (!app || !existsSync(join(ROOT, script)))
    throw new Failure(`no evaluation "${name ?? ''}"`, 'npm run eval -- <app>');
  const node = await prepare(modelsMeasured());
  return run(node, [script, ...args]);
}

/** `npm run report -- <gguf> …`: paths of files, or ids of the catalogue, which are fetched. */
export async function report(args) {
  const node = await prepare(modelsMeasured().filter((id) => args.includes(id)));
  return run(node, ['apps/text-generation/report/main.ts', ...args]);
}

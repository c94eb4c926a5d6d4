import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, MODELS, ROOT } from './paths.mjs';
import { capture, environment, run } from './processes.mjs';
import { virtualEnvironment } from './python.mjs';
import { Failure, say } from './report.mjs';
import { prepare } from './setup.mjs';

const TRAINING = join(ROOT, 'packages/training');
const VENV = join(DATA, 'venvs/training');
const PROGRAMS = join(VENV, 'bin');
/** Written once the packages are all there. */
const INSTALLED = join(VENV, '.stamp');
/** What the Python tests load of the catalogue. */
const TEST_MODELS = ['all-minilm-l6-v2', 'smollm2-135m-instruct-q4_1'];
const RESULTS = join(DATA, 'test-results-python.xml');

/** `npm run pytest [-- tests/test_gate.py …]`: the tests of packages/training alone, set up first; arguments go to pytest. */
export async function pytest(args) {
  const node = await prepare(TEST_MODELS);
  await virtualEnvironment('training', join(TRAINING, 'requirements.txt'));
  return run(join(PROGRAMS, 'python'), ['-m', 'pytest', '-p', 'no:cacheprovider', ...args], {
    cwd: TRAINING,
    env: pytestEnvironment(node),
  });
}

function pytestEnvironment(node) {
  return environment(node, { MODELS_DIR: MODELS, TOKENIZERS_PARALLELISM: 'false', PYTHONDONTWRITEBYTECODE: '1' });
}

/**
 * Every test of packages/training once, behind whatever else runs: `output` to show afterwards, counts, and the names of what
 * was skipped.
 */
export async function testPython(node) {
  if (!existsSync(INSTALLED))
    return { output: '', passed: 0, failed: 0, skipped: ['packages/training (needs the training packages)'] };
  rmSync(RESULTS, { force: true });
  const args = ['-m', 'pytest', '--quiet', '-r', 'fE', '-p', 'no:cacheprovider', `--junit-xml=${RESULTS}`];
  const { code, output } = await capture(join(PROGRAMS, 'python'), args, {
    cwd: TRAINING,
    env: pytestEnvironment(node),
    niceness: 10,
  });
  if (!existsSync(RESULTS)) {
    say.plain(output);
    throw new Failure('the Python tests did not run to their end', 'see above');
  }
  const counts = { output, ...summarizeJUnit(readFileSync(RESULTS, 'utf8')) };
  // pytest has other reasons to fail: no test at all, an option that it does not know.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Lint and format of the Python sources, where there is an environment that has ruff. */
export async function checkPython(node) {
  const ruff = join(PROGRAMS, 'ruff');
  if (!existsSync(INSTALLED)) return 0;
  const began = Date.now();
  for (const args of [
    ['check', '--quiet', '--no-cache'],
    ['format', '--check', '--quiet', '--no-cache'],
  ]) {
    const code = await run(ruff, [...args, TRAINING], { env: environment(node) });
    if (code !== 0) {
      say.failure(new Failure(`ruff ${args[0]} found something in packages/training`, `ruff ${args[0]} names it`));
      return code;
    }
  }
  say.done('lint and format of Python', began);
  return 0;
}

/** Counts of a JUnit report as pytest writes it; tests that broke before they began count as failures. */
export function summarizeJUnit(xml) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  // Inside attributes and texts, "<" and ">" are written as entities.
  for (const [, attributes, , content = ''] of xml.matchAll(/<testcase\b([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const skipped = /<skipped\b([^>]*)/.exec(content);
    if (/<(failure|error)\b/.test(content)) counts.failed += 1;
    else if (skipped) counts.skipped.push(nameOf(attributes, skipped[1]));
    else counts.passed += 1;
  }
  return counts;
}

function nameOf(test, skipped) {
  const words = [attribute(test, 'classname'), attribute(test, 'name').replaceAll('_', ' ')];
  return [...words, attribute(skipped, 'message')].filter(Boolean).join(' ');
}

function attribute(text, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';
  const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return value.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity) => entities[entity]);
}

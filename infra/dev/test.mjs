import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, MODELS, ROOT } from './paths.mjs';
import { environment, run } from './processes.mjs';
import { checkPython, testPython } from './pytest.mjs';
import { virtualEnvironment } from './python.mjs';
import { Failure, say } from './report.mjs';
import { install, prepare } from './setup.mjs';

const TEST_MODELS = ['all-minilm-l6-v2', 'glove-6b-50d', 'smollm2-135m-instruct-q4_1'];
/** Python environments of tests, by the hashed requirements that they hold. */
const TEST_PYTHONS = {
  chroma: 'packages/contract-tests/chroma-requirements.txt',
  'openai-client': 'apps/text-generation/test/openai-requirements.txt',
  training: 'packages/training/requirements.txt',
};
const RESULTS = join(DATA, 'test-results.json');

/** `npm run check`: types through turbo, lint and format through Biome, and through Ruff where it is installed. */
export async function check() {
  const node = await install();
  return (await runChecks(node)) || checkPython(node);
}

/** `npm test`: the checks, then every test once, Vitest's and pytest's. Arguments go to Vitest, which then runs alone. */
export async function test(args) {
  const node = await prepare(TEST_MODELS);
  const everything = args.length === 0;
  if (everything) {
    const code = await runChecks(node);
    if (code !== 0) return code;
  }
  // Tests that need one are skipped by name where it cannot be had.
  for (const [name, requirements] of Object.entries(TEST_PYTHONS)) {
    await virtualEnvironment(name, join(ROOT, requirements)).catch((error) => {
      if (!(error instanceof Failure)) throw error;
      say.failure(error);
    });
  }
  if (everything) {
    const code = await checkPython(node);
    if (code !== 0) return code;
  }
  rmSync(RESULTS, { force: true });
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
  // Vitest waits for servers, databases and images more than it works.
  const python = everything ? testPython(node) : undefined;
  // Told of below, when it is waited for.
  python?.catch(() => undefined);
  const code = await run(node, [vitest, 'run', ...reporters, ...args], {
    env: environment(node, { MODELS_DIR: MODELS }),
  });
  if (!existsSync(RESULTS)) throw new Failure('the tests did not run to their end', 'see above');
  const results = [summarize(JSON.parse(readFileSync(RESULTS, 'utf8')))];
  if (python && code !== 130) {
    const { output, ...counts } = await python;
    say.plain(output);
    results.push(counts);
  }
  const { passed, failed, skipped } = results.reduce(together);
  for (const name of skipped) say.plain(`skipped: ${name}`);
  const missing = process.env.CI
    ? skipped.filter((name) => requiredParts().some((part) => name.includes(`(needs ${part}`)))
    : [];
  for (const name of missing) say.failure(new Error(`must not be skipped here: ${name}`));
  say.plain(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return code !== 0 || failed > 0 || missing.length > 0 ? 1 : 0;
}

/** Counts of a Vitest JSON report, with the full names of what was skipped. */
export function summarize({ testResults }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  const skipped = tests.filter((result) => ['skipped', 'pending', 'todo', 'disabled'].includes(result.status));
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    passed: tests.filter((result) => result.status === 'passed').length,
    failed: tests.filter((result) => result.status === 'failed').length + broken,
    skipped: skipped.map((result) => result.fullName),
  };
}

function together(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] };
}

/** Parts that a CI machine must have, as tests name them: "(needs a Docker engine)". */
function requiredParts() {
  return [
    'model files',
    'a Chroma server',
    'the Python client',
    'the training packages',
    'MLflow',
    'the support-desk tickets',
    ...(process.env.CI_REQUIRE_DOCKER ? ['a Docker engine'] : []),
  ];
}

async function runChecks(node) {
  const steps = [
    [
      'types',
      ['node_modules/turbo/bin/turbo', 'run', 'typecheck', '--output-logs=errors-only', '--no-update-notifier'],
    ],
    ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--reporter=default', '.']],
  ];
  for (const [what, args] of steps) {
    const began = Date.now();
    const code = await run(node, args, {
      env: environment(node, { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }),
    });
    if (code !== 0) return code;
    say.done(what, began);
  }
  return 0;
}

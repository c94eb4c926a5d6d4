#!/usr/bin/env node
import { ask } from './ask.mjs';
import { benchmark, evaluate, report } from './measure.mjs';
import { mlflow } from './mlflow.mjs';
import { run } from './processes.mjs';
import { pytest } from './pytest.mjs';
import { Failure, say } from './report.mjs';
import { install, prepare } from './setup.mjs';
import { start } from './start.mjs';
import { check, test } from './test.mjs';
import { reproduce, train } from './train.mjs';

const HELP = `Pareto: five LLM services on real models.

  npm start                     set everything up and run all apps
  npm start -- <app> …          run one app and what it needs
  npm run ask -- "question"     ask the docs agent about the packages of this project, with live steps
  npm test                      set everything up and run every check and test
  npm test -- <pattern>         only the test files that match (arguments of vitest)
  npm run pytest                the tests of the Python packages alone: tests/test_gate.py … (arguments of pytest)
  npm run check                 types and lint
  npm run models -- list        model files: list, pull, verify
  npm run bench -- <name>       benchmarks; tables land in docs/benchmarks
  npm run eval -- <app>         evaluations of quality
  npm run train -- tickets …    a file of tickets to a served model with a report: --data my.csv
  npm run repro -- <run>        a training run of MLflow again, with its figures compared
  npm run mlflow                the pages of MLflow over the training runs that were made here
  npm run report -- <gguf> …    what a quantization costs: size, memory, speed, perplexity, divergence

Everything that is fetched or written lands in .data/ and node_modules/.`;

const commands = {
  ask,
  start,
  test,
  check,
  bench: benchmark,
  eval: evaluate,
  report,
  mlflow,
  pytest,
  repro: reproduce,
  train,
  models: async (args) => {
    const node = await install();
    return run(node, ['packages/model-store/src/cli.ts', ...args]);
  },
  setup: async () => {
    await prepare();
    return 0;
  },
};

const [name = '--help', ...args] = process.argv.slice(2);
// A recipe has options of its own and lists them itself.
const asksForHelp =
  args.includes('--help') && !['ask', 'pytest', 'repro'].includes(name) && !(name === 'train' && args[0] !== '--help');
try {
  if (['--help', '-h', 'help'].includes(name) || asksForHelp) console.log(HELP);
  else if (!Object.hasOwn(commands, name)) throw new Failure(`no command "${name}"`, 'npm start -- --help lists them');
  else process.exitCode = await commands[name](args);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say.failure(error);
  process.exitCode = 1;
}

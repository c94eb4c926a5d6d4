import { join, resolve } from 'node:path';
import { MODELS, ROOT } from './paths.mjs';
import { environment, run } from './processes.mjs';
import { virtualEnvironment } from './python.mjs';
import { Failure } from './report.mjs';
import { prepare } from './setup.mjs';

const TRAINING = join(ROOT, 'packages/training');
/** What each recipe needs of the catalogue. The small decoder is trained in four bits at `--scale tiny`. */
const RECIPES = {
  tickets: ['all-minilm-l6-v2'],
  text_classifier: ['all-minilm-l6-v2'],
  compare: ['all-minilm-l6-v2'],
};
const SMALL_DECODER = 'smollm2-135m-instruct-q4_1';
/** Options whose value is a path: it is meant from where npm was called, and the recipe runs in the root. */
const PATHS = ['--data', '--with-feedback', '--out-of-scope', '--base', '--registry', '--work'];

/** `npm run train -- <recipe>`: a recipe of `packages/training`, in the Python environment of the hashed requirements. */
export async function train([name = '', ...args]) {
  const recipe = name.replaceAll('-', '_');
  if (!Object.hasOwn(RECIPES, recipe))
    throw new Failure(
      `no recipe "${name}"`,
      `known: ${Object.keys(RECIPES).join(', ')}; npm run train -- tickets --data my.csv`,
    );
  const needsDecoder = args.includes('tiny') || args.some((value) => value.includes('qlora'));
  const node = await prepare([...RECIPES[recipe], ...(needsDecoder ? [SMALL_DECODER] : [])]);
  const python = await virtualEnvironment('training', join(TRAINING, 'requirements.txt'));
  return run(python, [join(TRAINING, 'recipes', `${recipe}.py`), ...fromHere(args)], {
    env: environment(node, { MODELS_DIR: MODELS, PYTHONUNBUFFERED: '1', TOKENIZERS_PARALLELISM: 'false' }),
  });
}

/** `npm run repro -- <run>`: a run of MLflow again, its figures compared; the recipe's paths are those of the first time. */
export async function reproduce(args) {
  const node = await prepare([...RECIPES.tickets, SMALL_DECODER]);
  const python = await virtualEnvironment('training', join(TRAINING, 'requirements.txt'));
  return run(python, [join(TRAINING, 'scripts/repro.py'), ...args], {
    env: environment(node, { MODELS_DIR: MODELS, PYTHONUNBUFFERED: '1', TOKENIZERS_PARALLELISM: 'false' }),
  });
}

/** Paths made absolute, from the folder in which npm was called. */
export function fromHere(args, here = process.env.INIT_CWD ?? process.cwd()) {
  return args.map((value, index) => {
    const [option, given] = value.split(/=(.*)/s);
    if (given !== undefined && PATHS.includes(option)) return `${option}=${resolve(here, given)}`;
    return PATHS.includes(args[index - 1]) && !value.startsWith('--') ? resolve(here, value) : value;
  });
}

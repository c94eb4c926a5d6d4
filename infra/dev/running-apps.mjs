import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { chooseApps, readApps } from './apps.mjs';
import { DATA, MODELS } from './paths.mjs';
import { environment } from './processes.mjs';
import { Failure, say } from './report.mjs';
import { prepare } from './setup.mjs';

const GRACE_MS = 12_000;
const POLL_MS = 150;
export const HOST = '127.0.0.1';

/**
 * Sets up, and runs the apps with those that they need until `stop` is called or one of them ends by itself.
 * @param onLine told of each line that an app logs.
 */
export async function startApps(names, { onLine = () => undefined } = {}) {
  const apps = chooseApps(names, readApps());
  const node = await prepare([...new Set(apps.flatMap((app) => app.models))]);
  for (const app of apps) await requireFreePort(app);

  const children = new Map();
  let stopping = false;
  let exitCode = 0;
  /** Politely at first, at once when called again. */
  const stop = () => {
    const signal = stopping ? 'SIGKILL' : 'SIGTERM';
    stopping = true;
    for (const child of children.values()) child.kill(signal);
    setTimeout(() => {
      for (const child of children.values()) child.kill('SIGKILL');
    }, GRACE_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

  const endings = apps.map((app) => {
    const child = launch(node, app, onLine);
    children.set(app.name, child);
    return new Promise((resolve) => {
      child.once('close', (code, signal) => {
        children.delete(app.name);
        if (!stopping) {
          exitCode = 1;
          say.failure(new Error(`${app.name} ended (${signal ?? `exit code ${code}`}); its last lines say why`));
          stop();
        }
        resolve();
      });
    });
  });
  const ended = Promise.all(endings).then(() => exitCode);
  const ready = Promise.all(apps.map((app) => untilReady(app, () => stopping)));
  return {
    apps,
    stop,
    /** The exit code, when all have ended. */
    ended,
    /** Whether all are ready: not when they were stopped, or ended, before that. */
    ready: Promise.race([ready, ended]).then(() => !stopping),
  };
}

function launch(node, app, onLine) {
  const env = environment(node, {
    ...unset(app.environment),
    PORT: String(app.port),
    MODELS_DIR: MODELS,
    DATA_DIR: process.env.DATA_DIR ? join(process.env.DATA_DIR, app.name) : join(DATA, app.name),
  });
  // A group of its own: Ctrl-C reaches this process alone, which then stops the apps in order.
  const child = spawn(node, [...app.nodeArguments, 'src/main.ts'], {
    cwd: app.folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => onLine(app.name, line));
  }
  return child;
}

/** Those that the user has not set. */
function unset(variables) {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => process.env[name] === undefined));
}

async function requireFreePort(app) {
  await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(
        new Failure(
          `port ${app.port} is in use`,
          `${app.name} needs it; stop what listens there (or another npm start)`,
        ),
      ),
    );
    probe.listen(app.port, HOST, () => probe.close(resolve));
  });
}

async function untilReady(app, isStopping) {
  const began = Date.now();
  let shown = '';
  while (!isStopping()) {
    const answer = await fetch(`http://${HOST}:${app.port}/health/ready`).catch(() => undefined);
    if (answer?.ok) {
      say.done(`${app.name} is ready`, began);
      return;
    }
    const { checks = {} } = (await answer?.json().catch(() => undefined)) ?? {};
    const waiting = Object.entries(checks)
      .filter(([, state]) => state !== 'ok')
      .map(([name, state]) => `${name} (${state.replace(/^\w+: /, '')})`)
      .join(', ');
    if (waiting && waiting !== shown) say.step(`${app.name} waits for: ${waiting}`);
    shown = waiting;
    await sleep(POLL_MS);
  }
}

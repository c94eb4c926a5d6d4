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
const HOST = '127.0.0.1';

/** `npm start`: sets up, runs the apps, and stops them on Ctrl-C. Resolves with the exit code when all have ended. */
export async function start(names) {
  const apps = chooseApps(names, readApps());
  const node = await prepare([...new Set(apps.flatMap((app) => app.models))]);
  for (const app of apps) await requireFreePort(app);

  const children = new Map();
  let stopping = false;
  let exitCode = 0;
  const stop = () => {
    const signal = stopping ? 'SIGKILL' : 'SIGTERM';
    stopping = true;
    for (const child of children.values()) child.kill(signal);
    setTimeout(() => {
      for (const child of children.values()) child.kill('SIGKILL');
    }, GRACE_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

  const ended = apps.map((app) => {
    const child = launch(node, app);
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
  await Promise.race([Promise.all(apps.map((app) => untilReady(app, () => stopping))), Promise.all(ended)]);
  if (!stopping) table(apps);
  await Promise.all(ended);
  return exitCode;
}

function launch(node, app) {
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
    createInterface({ input: stream }).on('line', (line) => say.app(app.name, readable(line)));
  }
  return child;
}

/** Those that the user has not set. */
function unset(variables) {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => process.env[name] === undefined));
}

/** A log line of an app as a person reads it. */
export function readable(line) {
  try {
    const { level, msg, time, pid, hostname, name, reqId, err, ...rest } = JSON.parse(line);
    const fields = Object.entries(rest).map(
      ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
    );
    return [level === 'info' ? '' : level, msg, ...fields, err?.message].filter(Boolean).join(' ');
  } catch {
    return line;
  }
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
      .map(([name]) => name)
      .join(', ');
    if (waiting && waiting !== shown) say.step(`${app.name} waits for: ${waiting}`);
    shown = waiting;
    await sleep(POLL_MS);
  }
}

function table(apps) {
  const width = Math.max(...apps.map((app) => app.name.length));
  say.plain('');
  for (const { name, port } of apps)
    say.plain(`  ${name.padEnd(width)}  http://localhost:${port}   http://localhost:${port}/docs`);
  say.plain('\n  Ctrl-C stops.\n');
}

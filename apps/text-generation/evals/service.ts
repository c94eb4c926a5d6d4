import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_POLL_MS = 200;
const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 10_000;

export interface Service {
  /** Of the API, `…/v1`. */
  readonly baseUrl: string;
  stop(): Promise<void>;
}

/**
 * The service that `OPENAI_BASE_URL` names, or one started for the run with its log in `logFile`.
 * @throws Error when it is not ready in time.
 */
export async function findService(model: string, logFile: string, signal: AbortSignal): Promise<Service> {
  const baseUrl = process.env.OPENAI_BASE_URL;
  return baseUrl ? { baseUrl, stop: async () => {} } : startService(model, logFile, signal);
}

async function startService(model: string, logFile: string, signal: AbortSignal): Promise<Service> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'pareto-eval-'));
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      MODEL: model,
      EMBEDDER: 'none',
      LIMITS: 'off',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', log, log],
    // In a group of its own: Ctrl-C reaches the evaluation alone, which then stops the service.
    detached: true,
  });
  const service = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async stop() {
      await stopProcess(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await untilReady(`http://127.0.0.1:${port}/health/ready`, child, signal);
    return service;
  } catch (error) {
    await service.stop();
    throw new Error(`the service did not get ready (${(error as Error).message}); its log: ${logFile}`);
  }
}

async function untilReady(url: string, child: ChildProcess, signal: AbortSignal): Promise<void> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(READY_WITHIN_MS)]);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ended with code ${child.exitCode}`);
    deadline.throwIfAborted();
    const isReady = await fetch(url, { signal: deadline }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(READY_POLL_MS);
  }
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(kill);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

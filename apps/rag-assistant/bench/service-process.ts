import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const APPS = join(import.meta.dirname, '../..');
const MODELS = process.env.MODELS_DIR ?? join(APPS, '../.data/models');
const POLL_MS = 20;
const WATCH_MS = 50;

export interface RunningApp {
  readonly url: string;
  /** Most resident memory of the process and of each that it started, by role, in MB, since the last call. */
  peakMb(): { service: number; reader: number };
  stop(): Promise<void>;
}

/** An app as `npm start` runs it, on a free port, with a data folder of its own. */
export async function startApp(name: string, environment: Record<string, string> = {}): Promise<RunningApp> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), `pareto-${name}-`));
  const manifest = readFileSync(join(APPS, name, 'package.json'), 'utf8');
  const { pareto } = JSON.parse(manifest) as { pareto: { nodeArguments?: string[]; environment?: NodeJS.ProcessEnv } };
  const child = spawn(process.execPath, [...(pareto.nodeArguments ?? []), 'src/main.ts'], {
    cwd: join(APPS, name),
    env: {
      ...pareto.environment,
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      MODELS_DIR: MODELS,
      LIMITS: 'off',
      LOG_LEVEL: 'error',
      LANCEDB_LOG: 'error',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, url);
  const memory = watchMemory(child.pid!);
  return {
    url,
    peakMb: memory.peakMb,
    async stop() {
      memory.stop();
      process.off('exit', kill);
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const isReady = () =>
    fetch(`${url}/health/ready`)
      .then((answer) => answer.ok)
      .catch(() => false);
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`${url} ended before it was ready`);
    await sleep(POLL_MS);
  }
}

/** Looks at `/proc` from outside: what a process says of itself it says only while it is not busy. */
function watchMemory(pid: number) {
  let peak = { service: 0, reader: 0 };
  const look = setInterval(() => {
    peak.service = Math.max(peak.service, residentMb(pid));
    for (const child of childrenOf(pid)) peak.reader = Math.max(peak.reader, residentMb(child));
  }, WATCH_MS);
  return {
    peakMb() {
      const seen = peak;
      peak = { service: 0, reader: 0 };
      return seen;
    },
    stop: () => clearInterval(look),
  };
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function residentMb(pid: number): number {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);
  } catch {
    return 0;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

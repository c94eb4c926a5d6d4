import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const APP = join(import.meta.dirname, '..');
const READY_POLL_MS = 20;
const MANIFEST = JSON.parse(readFileSync(join(APP, 'package.json'), 'utf8')) as {
  pareto: { nodeArguments: string[]; environment: NodeJS.ProcessEnv };
};

/** The service as `npm start` runs it, on a free port, in a process of its own. */
export async function startProcess(environment: Record<string, string>) {
  const port = await freePort();
  const { nodeArguments, environment: own } = MANIFEST.pareto;
  const child = spawn(process.execPath, [...nodeArguments, 'src/main.ts'], {
    cwd: APP,
    env: { ...own, ...process.env, LIMITS: 'off', LOG_LEVEL: 'warn', ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error('the service ended before it was ready');
    await sleep(READY_POLL_MS);
  }
  return {
    url,
    /** Resident memory now, or the most that it was (`VmHWM`), as Linux counts it. */
    residentMb: (what: 'VmRSS' | 'VmHWM' = 'VmRSS') =>
      Math.round(
        Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024,
      ),
    async stop() {
      process.off('exit', kill);
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

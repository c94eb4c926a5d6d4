import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PORT = 18_081;
const READY_POLL_MS = 20;

/** The service as `npm start` runs it, in a process of its own. */
export async function startProcess(dataDir: string) {
  const began = performance.now();
  const env = {
    ...process.env,
    PORT: String(PORT),
    DATA_DIR: dataDir,
    SAMPLE_PACKAGES: 'none',
    LIMITS: 'off',
    LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${PORT}`;
  while (
    !(await fetch(`${url}/health/ready`)
      .then((answer) => answer.ok)
      .catch(() => false))
  ) {
    if (child.exitCode !== null) throw new Error('the service ended before it was ready');
    await sleep(READY_POLL_MS);
  }
  return {
    url,
    readySeconds: (performance.now() - began) / 1_000,
    /** Resident memory now, as Linux counts it. */
    residentMb: () =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024),
    async stop() {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAM = join(import.meta.dirname, '../../../.data/venvs/chroma/bin/chroma');

/** Chroma's server as `npm test` installs it from `chroma-requirements.txt`; undefined where it could not be had. */
export function findChroma(): string | undefined {
  return existsSync(PROGRAM) ? PROGRAM : undefined;
}

/** A server on a free port with its data in a folder; `start` again after `stop` finds the data. */
export async function chromaServer(program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-chroma-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ReturnType<typeof spawn> | undefined;
  return {
    url,
    async start() {
      child = spawn(program, ['run', '--path', folder, '--host', '127.0.0.1', '--port', String(port)], {
        stdio: 'ignore',
      });
      for (let tries = 0; tries < 300; tries += 1) {
        if (
          await fetch(`${url}/api/v2/heartbeat`)
            .then((answer) => answer.ok)
            .catch(() => false)
        )
          return;
        await sleep(100);
      }
      throw new Error('the Chroma server did not start');
    },
    async stop() {
      const ended = new Promise((resolve) => child?.once('close', resolve));
      child?.kill('SIGKILL');
      await ended;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

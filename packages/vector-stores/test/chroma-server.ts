import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const REQUIREMENTS = join(import.meta.dirname, 'chroma-requirements.txt');
const VENV = join(import.meta.dirname, '../../../.data/venvs/chroma');
const STAMP = join(VENV, '.stamp');

/** Python's own Chroma server in an environment of its own, made once; undefined where there is no Python for it. */
export function installChroma(): string | undefined {
  const program = join(VENV, 'bin/chroma');
  const stamp = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return program;
  const python = ['python3.13', 'python3.12', 'python3.11', 'python3'].find(
    (name) => spawnSync(name, ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 11))']).status === 0,
  );
  if (!python) return undefined;
  try {
    rmSync(VENV, { recursive: true, force: true });
    execFileSync(python, ['-m', 'venv', VENV], { stdio: 'pipe' });
    execFileSync(
      join(VENV, 'bin/python'),
      ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', REQUIREMENTS],
      { stdio: 'pipe' },
    );
  } catch {
    return undefined;
  }
  writeFileSync(STAMP, stamp);
  return program;
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

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serverWithFolder } from './server-process.ts';

const PROGRAM = join(import.meta.dirname, '../../../.data/venvs/chroma/bin/chroma');

/** Chroma's server as `npm test` installs it from `chroma-requirements.txt`; undefined where it could not be had. */
export function findChroma(): string | undefined {
  return existsSync(PROGRAM) ? PROGRAM : undefined;
}

/** A Chroma server on a free port with its data in a folder; `start` again after `stop` finds the data. */
export function chromaServer(program: string) {
  return serverWithFolder('chroma', (folder, port) => ({
    command: program,
    args: ['run', '--path', folder, '--host', '127.0.0.1', '--port', String(port)],
    healthPath: '/api/v2/heartbeat',
    startLimitMs: 30_000,
  }));
}

/** Run where documents are read: tries what a document would, and prints what it could do. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { attempt } from './attempt.ts';

const attempts = {
  environment: Object.keys(process.env),
  readsPasswords: attempt(() => readFileSync('/etc/passwd')),
  readsItsParent: attempt(() => readFileSync(`/proc/${process.ppid}/environ`)),
  listsTheRoot: attempt(() => readdirSync('/')),
  writesTemporaryFiles: attempt(() => writeFileSync(join(tmpdir(), 'document-reader-probe'), 'x')),
  writesItsOwnCode: attempt(() => writeFileSync(import.meta.filename, 'x')),
  startsPrograms: attempt(() => spawnSync('/bin/true')),
  startsThreads: attempt(() => new Worker('1', { eval: true })),
  makesCode: attempt(() => new Function('return 1')()),
  loadsNativeCode: attempt(() => process.dlopen({ exports: {} }, '/none.node')),
};
process.stdout.write(JSON.stringify(attempts));

/** Run where documents are read from a cache of code: tries to change it, before and after it has given the right up. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt } from './attempt.ts';

const folder = process.execArgv.find((argument) => argument.startsWith('--allow-fs-write='))!.split('=')[1]!;
const probe = join(folder, 'probe');
const writesBefore = attempt(() => writeFileSync(probe, 'x'));
(process.permission as unknown as { drop(right: string): void }).drop('fs.write');
const attempts = {
  environment: Object.keys(process.env),
  writesBefore,
  writesAfter: attempt(() => writeFileSync(probe, 'x')),
  removesAfter: attempt(() => rmSync(probe)),
  writesElsewhere: attempt(() => writeFileSync(join(tmpdir(), 'document-reader-probe'), 'x')),
  readsPasswords: attempt(() => readFileSync('/etc/passwd')),
};
process.stdout.write(JSON.stringify(attempts), () => process.kill(process.pid, 'SIGKILL'));

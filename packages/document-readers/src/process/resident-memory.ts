import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Linux counts in pages of the processor's size, which Node does not tell: 4 KiB but on a few ARM kernels. */
const PAGE_BYTES = 4_096;

const run = promisify(execFile);

/** Bytes of memory that a process holds just now; undefined when it is gone. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      const [, resident] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
      return Number(resident) * PAGE_BYTES || undefined;
    }
    const { stdout } = await run('/bin/ps', ['-o', 'rss=', '-p', String(pid)]);
    return Number(stdout) * 1_024 || undefined;
  } catch {
    return undefined;
  }
}

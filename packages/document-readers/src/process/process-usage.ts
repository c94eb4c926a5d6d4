import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** In which Linux tells times, whatever its own clock (USER_HZ). */
const TICK_MS = 10;

/**
 * Bytes of memory that a process holds: on Linux the most that it ever held, as the kernel counts, elsewhere what it
 * holds just now. Undefined when it is gone.
 */
export async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      // No disk is touched, and no queue stands between the question and the answer: some 20 µs.
      const status = readFileSync(`/proc/${pid}/status`, 'latin1');
      return kibibytes(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
    }
    const { stdout } = await run('/bin/ps', ['-o', 'rss=', '-p', String(pid)]);
    return kibibytes(stdout);
  } catch {
    return undefined;
  }
}

/** Milliseconds that the threads of a process have computed; undefined where the system does not say at once. */
export function computedMs(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Fields 14 and 15 of proc_pid_stat(5), counted from behind the name, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}

function kibibytes(text: string | undefined): number | undefined {
  return Number(text) * 1_024 || undefined;
}

import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { ConfinedChild } from './confined-child.ts';
import type { ReadRequest } from './protocol.ts';

/** Far longer than loading takes, on any machine. */
const PATIENCE_MS = 30_000;

/** What a child may do with a folder of compiled code. */
export interface CodeCache {
  /** Absolute; nobody else may write to it. */
  readonly folder: string;
  /** For a child that is given no document. */
  readonly mayFill: boolean;
}

/**
 * Lets a child compile what the folder lacks of the readers' code, which a child that finds it there need not do again:
 * that is half of its start.
 * @param start starts a child that may fill the folder.
 * @returns whether the folder can be used: not where Node has no rights that can be given up, as in the first releases of 24.
 */
export async function fillCodeCache(folder: string, start: (cache: CodeCache) => ConfinedChild): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const child = start({ folder, mayFill: true });
  const request: ReadRequest = { task: 'load', name: '', maxPages: 1, scans: false };
  child.stdin.end(`${JSON.stringify(request)}\n`);
  child.stdout.resume();
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const [exitCode] = await once(child, 'exit');
  clearTimeout(late);
  return exitCode === 0;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { CodeCache } from './code-cache.ts';

const PROGRAM = join(import.meta.dirname, 'reader-child.ts');
const MIB = 2 ** 20;

/** Packages that the program imports; `pdfjs-dist` and `mammoth` find what they need beside them. */
const IMPORTED = ['@pareto/contracts', '@pareto/chunking', 'pdfjs-dist', 'htmlparser2', 'mammoth'];

/** V8 reserves address space that the kernel counts as data, although nothing stands in it. */
const RESERVED_BYTES = 1_024 * MIB;

export interface ChildLimits {
  /** Resident memory, bytes. */
  readonly memoryBytes: number;
  /** Of computing, all threads together. */
  readonly cpuSeconds: number;
}

export interface ConfinedChild extends ChildProcess {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
}

/** Folders of code: all that the child may read. */
function readableFolders(): string[] {
  const folders = IMPORTED.map((name) => realpathSync(dirname(findPackageJSON(name, import.meta.url)!)));
  const ours = dirname(findPackageJSON(import.meta.url)!);
  // A third party's own dependencies lie beside it: all of `node_modules`, and nothing else of the machine.
  return [...new Set([ours, ...folders.map((folder) => folder.replace(/([\\/]node_modules)[\\/].*$/, '$1'))])];
}

/** The environment of a child is empty: what Node takes from there is set by a module that comes before the program. */
function cacheArguments(folder: string): string[] {
  const module = `import { enableCompileCache } from 'node:module'; enableCompileCache(${JSON.stringify(folder)});`;
  const url = `data:text/javascript,${encodeURIComponent(module)}`;
  return [`--allow-fs-read=${folder}`, `--allow-fs-write=${folder}`, '--import', url];
}

/**
 * Starts the program that reads documents, without environment, without rights to write, to start programs or threads,
 * to load native code or to make code from strings, and with the kernel's own limits where there is a shell: no core
 * dumps, no files, `cpuSeconds` of computing and a bound on memory that holds even when nobody watches. Only a child
 * that fills a cache of code writes files; Node uses one where it may be written to, so a reader has that right until it
 * has loaded and gives it up, but the kernel lets it write nothing.
 * @throws Error when the system starts no further process.
 */
export function startConfinedChild(
  limits: ChildLimits,
  { program = PROGRAM, cache }: { readonly program?: string; readonly cache?: CodeCache | undefined } = {},
): ConfinedChild {
  const heapMiB = Math.max(64, Math.floor(limits.memoryBytes / MIB / 2));
  const node = [
    process.execPath,
    '--permission',
    ...readableFolders().map((folder) => `--allow-fs-read=${folder}`),
    ...(cache ? cacheArguments(cache.folder) : []),
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    // In a process that reads one document its code seldom pays, and it is what attacks on the engine go through.
    '--no-turbofan',
    `--max-old-space-size=${heapMiB}`,
    program,
  ];
  const data = Math.ceil((limits.memoryBytes + RESERVED_BYTES) / 1_024);
  const bounds = `ulimit -c 0; ${cache?.mayFill ? '' : 'ulimit -f 0; '}ulimit -t ${limits.cpuSeconds}; ulimit -d ${data}; exec env -i "$@"`;
  const [file, ...args] = process.platform === 'win32' ? node : ['/bin/sh', '-c', bounds, 'sh', ...node];
  const child = spawn(file!, args, { env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] });
  // A child may end before it has read all that it is sent; whoever waits for its answers sees its end.
  for (const emitter of [child, child.stdin, child.stdout]) emitter?.on('error', () => {});
  if (child.pid === undefined) throw new Error('The process that reads documents cannot be started.');
  return child as ChildProcess as ConfinedChild;
}

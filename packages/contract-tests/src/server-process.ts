import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** How a server is run on a port. */
export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** All variables of the process; those of this one when absent. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Answered with a success when the server has started. */
  readonly healthPath: string;
  /** How long a start may take; as long as the process lives when absent. */
  readonly startLimitMs?: number;
  /** It starts processes, which shall end with it: they are a group of their own. */
  readonly headsGroup?: boolean;
  /** What it writes to standard error is seen here, and nothing is kept in `log`. */
  readonly showsErrors?: boolean;
}

/** A server on a free port, which can be killed and started again. It does not outlive this process. */
export class ServerProcess {
  readonly url: string;
  readonly #program: ServerProgram;
  #child: ChildProcess | undefined;
  /** What it wrote so far, over all its starts. */
  log = '';

  private constructor(port: number, program: ServerProgram) {
    this.url = `http://127.0.0.1:${port}`;
    this.#program = program;
  }

  static async on(program: (port: number) => ServerProgram): Promise<ServerProcess> {
    const port = await freePort();
    return new ServerProcess(port, program(port));
  }

  /** @returns when it answers. @throws Error when it ends before, or takes too long. */
  async start(): Promise<void> {
    const { command, args, cwd, environment, startLimitMs = Number.POSITIVE_INFINITY } = this.#program;
    const { headsGroup = false, showsErrors = false } = this.#program;
    const child = spawn(command, args, {
      cwd,
      env: environment,
      stdio: showsErrors ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      detached: headsGroup,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.log += chunk.toString();
      });
    }
    this.#child = child;
    const kill = () => this.#signal(child, 'SIGKILL');
    process.once('exit', kill);
    child.once('close', () => process.off('exit', kill));
    const began = performance.now();
    while (!(await this.#isUp())) {
      if (hasEnded(child)) throw new Error(`${this.url} ended before it answered: ${this.log}`);
      if (performance.now() - began > startLimitMs) throw new Error(`${this.url} did not start: ${this.log}`);
      await sleep(POLL_MS);
    }
  }

  /** At once, as when the power goes. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Of the process that was started last. */
  get pid(): number {
    return this.#child!.pid!;
  }

  residentMb(what?: ResidentMemory): number {
    return residentMb(this.pid, what);
  }

  #isUp(): Promise<boolean> {
    return fetch(this.url + this.#program.healthPath).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const ended = once(child, 'close');
    this.#signal(child, signal);
    await ended;
  }

  #signal(child: ChildProcess, signal: NodeJS.Signals): void {
    if (hasEnded(child)) return;
    if (this.#program.headsGroup) process.kill(-child.pid!, signal);
    else child.kill(signal);
  }
}

/** A server with its data in a folder of its own; `start` again after `stop`, which is a kill, finds them. */
export async function serverWithFolder(name: string, program: (folder: string, port: number) => ServerProgram) {
  const folder = mkdtempSync(join(tmpdir(), `pareto-${name}-`));
  const server = await ServerProcess.on((port) => program(folder, port));
  return {
    url: server.url,
    start: () => server.start(),
    stop: () => server.kill(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Resident memory now, or the most that it was. */
export type ResidentMemory = 'VmRSS' | 'VmHWM';

/** Resident memory of a process in MB, as Linux counts it (proc_pid_status(5)). @throws Error when it is gone. */
export function residentMb(pid: number, what: ResidentMemory = 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kibibytes] = new RegExp(`${what}:\\s+(\\d+)`).exec(status) ?? [];
  // A zombie has a status without memory.
  if (kibibytes === undefined) throw new Error(`process ${pid} has ended`);
  return Math.round(Number(kibibytes) / 1_024);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

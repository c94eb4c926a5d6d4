import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENVIRONMENT } from './service.ts';

const POLL_MS = 20;

/** The service as a process of its own, which can be killed and started again on its data. */
export class ServiceProcess {
  readonly url: string;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  /** What it wrote to its log so far. */
  log = '';

  private constructor(port: number, environment: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#environment = { ...process.env, ...ENVIRONMENT, ...environment, PORT: String(port) };
  }

  static async on(dataDir: string, environment: Record<string, string> = {}): Promise<ServiceProcess> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return new ServiceProcess(port, { DATA_DIR: dataDir, ...environment });
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['src/main.ts'], {
      cwd: join(import.meta.dirname, '..'),
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (chunk: Buffer) => {
      this.log += chunk.toString();
    });
    this.#child = child;
    const isLive = () =>
      fetch(`${this.url}/health/live`)
        .then((answer) => answer.ok)
        .catch(() => false);
    while (!(await isLive())) {
      if (child.exitCode !== null) throw new Error('the service ended before it answered');
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

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill(signal);
    await ended;
  }
}

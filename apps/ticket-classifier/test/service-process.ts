import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { Client, ENVIRONMENT } from './service.ts';

const POLL_MS = 20;

/** The service as a process of its own, which can be killed and started again on its data. */
export class ServiceProcess {
  readonly #client: Client;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  /** What it wrote to its log so far. */
  log = '';

  private constructor(port: number, environment: Record<string, string>) {
    this.#client = new Client(`http://127.0.0.1:${port}`);
    this.#environment = { ...process.env, ...ENVIRONMENT, ...environment, PORT: String(port) };
  }

  static async on(environment: Record<string, string>): Promise<ServiceProcess> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const service = new ServiceProcess(port, environment);
    onTestFinished(() => service.kill());
    return service;
  }

  /** Resolves when it is ready. */
  async start(): Promise<Client> {
    const child = spawn(process.execPath, ['src/main.ts'], {
      cwd: join(import.meta.dirname, '..'),
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.log += chunk.toString();
      });
    }
    this.#child = child;
    const isReady = () =>
      this.#client.get('/health/ready').then(
        ({ status }) => status === 200,
        () => false,
      );
    while (!(await isReady())) {
      if (child.exitCode !== null) throw new Error(`the service ended before it answered: ${this.log}`);
      await sleep(POLL_MS);
    }
    return this.#client;
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

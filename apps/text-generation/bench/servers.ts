import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import packageJson from '../package.json' with { type: 'json' };

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
/** The model that is measured; a smaller one tells whether the benchmark itself works. */
export const DEFAULT_MODEL = process.env.BENCH_MODEL ?? 'qwen2.5-coder-1.5b-instruct-q4_k_m';
export const SMALL_MODEL = 'smollm2-135m-instruct-q4_1';
const POLL_MS = 20;
/** As ggml numbers its types. */
const Q8_0 = 8;

export interface Server {
  readonly url: string;
  readonly readySeconds: number;
  /** Resident memory now, as Linux counts it. */
  residentMb(): number;
  stop(): Promise<void>;
}

export function ggufOf(model: string): string {
  return join(MODELS, model, 'model.gguf');
}

/** The service as `npm start` runs it, in a process of its own. */
export async function startService(environment: Record<string, string> = {}): Promise<Server> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'pareto-generation-bench-'));
  const env = {
    ...process.env,
    MODEL: DEFAULT_MODEL,
    PORT: String(port),
    DATA_DIR: dataDir,
    MODELS_DIR: MODELS,
    LIMITS: 'off',
    LOG_LEVEL: 'error',
    EMBEDDER: 'none',
    ...environment,
  };
  const began = performance.now();
  const child = spawn(process.execPath, [...packageJson.pareto.nodeArguments, 'src/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const server = await untilReady(child, `http://127.0.0.1:${port}`, '/health/ready', began);
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** llama-cpp-python's server on the same file; undefined where it is not installed. */
export async function startPeer(threads: { decode: number; prompt: number }): Promise<Server | undefined> {
  const python = process.env.GENERATION_PEER_PYTHON;
  if (python === undefined || !existsSync(python)) return undefined;
  const port = await freePort();
  const settings = {
    n_ctx: 4_096,
    n_threads: threads.decode,
    n_threads_batch: threads.prompt,
    n_batch: 64,
    flash_attn: true,
    type_k: Q8_0,
    type_v: Q8_0,
    use_mmap: false,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const began = performance.now();
  const child = spawn(
    python,
    ['-m', 'llama_cpp.server', '--model', ggufOf(DEFAULT_MODEL), '--port', String(port), ...args],
    { stdio: 'ignore' },
  );
  return untilReady(child, `http://127.0.0.1:${port}`, '/v1/models', began);
}

/** The loop of node-llama-cpp without any server; see `bare-loop.ts`. */
export async function startBareLoop(threads: { decode: number; prompt: number }) {
  const settings = { file: ggufOf(DEFAULT_MODEL), threads };
  const child = fork(join(import.meta.dirname, 'bare-loop.ts'), [JSON.stringify(settings)]);
  endWithBenchmark(child);
  await once(child, 'message');
  return {
    /** Tokens a second of `streams` answers at once. */
    async measure(request: { prompt: string; tokens: number; streams: number }): Promise<number> {
      child.send(request);
      const [rate] = (await once(child, 'message')) as [number];
      return rate;
    },
    stop: () => end(child),
  };
}

async function untilReady(child: ChildProcess, url: string, path: string, began: number): Promise<Server> {
  endWithBenchmark(child);
  const isReady = () =>
    fetch(url + path)
      .then((answer) => answer.ok)
      .catch(() => false);
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`${url} ended before it was ready`);
    await sleep(POLL_MS);
  }
  return {
    url,
    readySeconds: (performance.now() - began) / 1_000,
    residentMb: () =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_024),
    stop: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
}

/** A benchmark that fails or is interrupted leaves no server behind. */
function endWithBenchmark(child: ChildProcess): void {
  const kill = () => child.kill('SIGKILL');
  const leave = () => process.exit(130);
  process.once('exit', kill);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave);
  child.once('close', () => {
    process.off('exit', kill);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, leave);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

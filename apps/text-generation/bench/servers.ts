import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appProcess, ServerProcess } from '@pareto/contract-tests/app-process';

const MODELS = process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models');
/** The model that is measured; a smaller one tells whether the benchmark itself works. */
export const DEFAULT_MODEL = process.env.BENCH_MODEL ?? 'qwen2.5-coder-1.5b-instruct-q4_k_m';
export const SMALL_MODEL = 'smollm2-135m-instruct-q4_1';
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
  const dataDir = mkdtempSync(join(tmpdir(), 'pareto-generation-bench-'));
  const own = { MODEL: DEFAULT_MODEL, DATA_DIR: dataDir, MODELS_DIR: MODELS, LIMITS: 'off', EMBEDDER: 'none' };
  const app = await appProcess(join(import.meta.dirname, '..'), {
    environment: { ...process.env, LOG_LEVEL: 'error', ...own, ...environment },
    showsErrors: true,
  });
  return started(app, () => rmSync(dataDir, { recursive: true, force: true }));
}

/** llama-cpp-python's server on the same file; undefined where it is not installed. */
export async function startPeer(threads: { decode: number; prompt: number }): Promise<Server | undefined> {
  const python = process.env.GENERATION_PEER_PYTHON;
  if (python === undefined || !existsSync(python)) return undefined;
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
  const peer = await ServerProcess.on((port) => ({
    command: python,
    args: ['-m', 'llama_cpp.server', '--model', ggufOf(DEFAULT_MODEL), '--port', String(port), ...args],
    healthPath: '/v1/models',
  }));
  return started(peer);
}

/** The loop of node-llama-cpp without any server; see `bare-loop.ts`. */
export async function startBareLoop(threads: { decode: number; prompt: number }) {
  const settings = { file: ggufOf(DEFAULT_MODEL), threads };
  const child = fork(join(import.meta.dirname, 'bare-loop.ts'), [JSON.stringify(settings)]);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
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

async function started(server: ServerProcess, clean = () => {}): Promise<Server> {
  const began = performance.now();
  await server.start();
  return {
    url: server.url,
    readySeconds: (performance.now() - began) / 1_000,
    residentMb: () => server.residentMb(),
    async stop() {
      await server.stop();
      clean();
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const PYTHON = process.env.BENCH_PYTHON ?? join(import.meta.dirname, '../../../.data/venvs/bench/bin/python');
const SCRIPT = join(import.meta.dirname, 'peers/bm25.py');

export interface Loaded {
  readonly seconds: number;
  /** Growth of resident memory while building. */
  readonly mb: number;
}

export interface Answered {
  readonly seconds: number;
  /** Numbers of the best documents of each query. */
  readonly answers: number[][];
}

/** A Python library in a process of its own, on one thread, that answers one request at a time. */
export class Peer {
  readonly #process: ChildProcess;
  readonly #input: Writable;
  readonly #lines: AsyncIterator<string>;

  constructor(name: 'rank-bm25' | 'bm25s') {
    const environment = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
    const child = spawn(PYTHON, [SCRIPT, name], { stdio: ['pipe', 'pipe', 'inherit'], env: environment });
    this.#process = child;
    this.#input = child.stdin as Writable;
    this.#lines = createInterface({ input: child.stdout as Readable })[Symbol.asyncIterator]();
  }

  load(path: string, parameters: { k1: number; b: number }): Promise<Loaded> {
    return this.#ask({ load: path, ...parameters });
  }

  run(queries: number, k: number): Promise<Answered> {
    return this.#ask({ run: queries, k });
  }

  close(): void {
    this.#process.kill();
  }

  async #ask<T>(message: unknown): Promise<T> {
    this.#input.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the peer ended; its message stands above');
    return JSON.parse(value) as T;
  }
}

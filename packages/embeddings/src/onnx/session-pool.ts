import { Worker } from 'node:worker_threads';
import { ServiceError } from '@pareto/contracts';

/** Paths of a graph and of the safetensors file that its initializers point into. */
export interface SessionFiles {
  readonly graph: string;
  readonly weights: string;
}

/** Token ids of a batch, padded to the longest text, row by row; a length per text. */
export interface BatchTask {
  readonly ids: Int32Array<ArrayBuffer>;
  readonly lengths: Int32Array<ArrayBuffer>;
}

export type BatchAnswer = { readonly vectors: Float32Array<ArrayBuffer> } | { readonly error: Error };

interface Pending {
  resolve(vectors: Float32Array): void;
  reject(error: ServiceError): void;
}

/**
 * Sessions of one thread each, side by side: a small model gains little from threads that share a batch and wait for
 * each other at every operator, and the threads of a pool need not wait for any other.
 */
export class SessionPool {
  readonly size: number;
  readonly #idle: Session[];
  readonly #all: readonly Session[];

  private constructor(sessions: readonly Session[]) {
    this.size = sessions.length;
    this.#all = sessions;
    this.#idle = [...sessions];
  }

  /** Resolves when every session has loaded: one after another, so that each takes the room that loading the last one took. */
  static async start(files: SessionFiles, size: number): Promise<SessionPool> {
    const sessions: Session[] = [];
    while (sessions.length < size) {
      const session = new Session(files);
      await session.started;
      sessions.push(session);
    }
    return new SessionPool(sessions);
  }

  /** At most `size` at a time. Vectors come row by row. @throws ServiceError `embedder_invalid` */
  async run(task: BatchTask): Promise<Float32Array> {
    const session = this.#idle.pop();
    if (!session) throw new RangeError(`more than ${this.size} batches at a time`);
    try {
      return await session.run(task);
    } finally {
      this.#idle.push(session);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((session) => session.close()));
  }
}

class Session {
  readonly started: Promise<unknown>;
  readonly #worker: Worker;
  #pending: Pending | undefined;
  #failed: ServiceError | undefined;

  constructor(files: SessionFiles) {
    this.#worker = new Worker(new URL('./session-worker.ts', import.meta.url), { workerData: files });
    this.#worker.on('message', (answer: BatchAnswer) => this.#settle(answer));
    this.#worker.once('error', (error) => this.#fail(error as Error));
    this.#worker.once('exit', () => this.#fail(new Error('the session has ended')));
    this.started = this.#next();
  }

  async run({ ids, lengths }: BatchTask): Promise<Float32Array> {
    if (this.#failed) throw this.#failed;
    this.#worker.postMessage({ ids, lengths } satisfies BatchTask, [ids.buffer, lengths.buffer]);
    return this.#next();
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    if (this.#failed) return;
    this.#worker.postMessage('close');
    await ended;
  }

  #next(): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  #settle(answer: BatchAnswer): void {
    if ('vectors' in answer) this.#pending?.resolve(answer.vectors);
    else this.#pending?.reject(invalid(answer.error));
  }

  #fail(error: Error): void {
    this.#failed ??= invalid(error);
    this.#pending?.reject(this.#failed);
  }
}

function invalid(cause: Error): ServiceError {
  return new ServiceError('embedder_invalid', `the model failed: ${cause.message}`, { cause });
}

import { Worker } from 'node:worker_threads';
import { ServiceError } from '@pareto/contracts';
import type { Adapter } from '../bundle/lora-adapter.ts';

export interface SessionGraph {
  readonly graph: Uint8Array;
  /** Path of the safetensors file that the graph's initializers point into; absent when they lie in the graph. */
  readonly weights?: string | undefined;
}

/** Token ids of a batch, padded to the longest text, row by row; a length per text; whose adapter. */
export interface BatchTask {
  readonly key: string;
  readonly ids: Int32Array<ArrayBuffer>;
  readonly lengths: Int32Array<ArrayBuffer>;
}

export type SessionRequest =
  | ({ readonly kind: 'run' } & BatchTask)
  | { readonly kind: 'attach'; readonly key: string; readonly adapter: Adapter }
  | { readonly kind: 'detach'; readonly key: string }
  | { readonly kind: 'close' };

export type SessionAnswer = { readonly vectors: Float32Array<ArrayBuffer> } | { readonly error: Error };

interface Pending {
  resolve(vectors: Float32Array): void;
  reject(error: ServiceError): void;
}

/** Sessions of one thread each, side by side, each with the base and every adapter that is attached. */
export class SessionPool {
  readonly size: number;
  readonly #idle: Session[];
  readonly #all: readonly Session[];

  private constructor(sessions: readonly Session[]) {
    this.size = sessions.length;
    this.#all = sessions;
    this.#idle = [...sessions];
  }

  /**
   * Resolves when every session has loaded: one after another, so that each takes the room that loading the last one took.
   * @throws ServiceError `classifier_failed` when the graph does not load.
   */
  static async start(graph: SessionGraph, size: number): Promise<SessionPool> {
    const sessions: Session[] = [];
    while (sessions.length < size) {
      const session = new Session(graph);
      await session.started;
      sessions.push(session);
    }
    return new SessionPool(sessions);
  }

  /** Gives every session the adapter, to be named by `key` in later tasks; batches that run are not held up. */
  async attach(key: string, adapter: Adapter): Promise<void> {
    await Promise.all(this.#all.map((session) => session.ask({ kind: 'attach', key, adapter })));
  }

  /** Forgets an adapter that no task names any more. */
  detach(key: string): void {
    for (const session of this.#all) session.tell({ kind: 'detach', key });
  }

  /** At most `size` at a time. Vectors come row by row. @throws ServiceError `classifier_failed` */
  async run(task: BatchTask): Promise<Float32Array> {
    const session = this.#idle.pop();
    if (!session) throw new RangeError(`more than ${this.size} batches at a time`);
    try {
      return await session.ask({ kind: 'run', ...task }, [task.ids.buffer, task.lengths.buffer]);
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
  /** Answers come in the order of the requests: a session does one thing after another. */
  readonly #pending: Pending[] = [];
  #failed: ServiceError | undefined;

  constructor(graph: SessionGraph) {
    this.#worker = new Worker(new URL('./session-worker.ts', import.meta.url), { workerData: graph });
    this.#worker.on('message', (answer: SessionAnswer) => this.#settle(answer));
    this.#worker.once('error', (error) => this.#fail(error as Error));
    this.#worker.once('exit', () => this.#fail(new Error('the session has ended')));
    this.started = this.#next();
  }

  async ask(request: SessionRequest, transfer: ArrayBuffer[] = []): Promise<Float32Array> {
    if (this.#failed) throw this.#failed;
    this.#worker.postMessage(request, transfer);
    return this.#next();
  }

  tell(request: SessionRequest): void {
    if (!this.#failed) this.#worker.postMessage(request);
  }

  async close(): Promise<void> {
    if (this.#failed) return;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.tell({ kind: 'close' });
    await ended;
  }

  #next(): Promise<Float32Array> {
    return new Promise((resolve, reject) => this.#pending.push({ resolve, reject }));
  }

  #settle(answer: SessionAnswer): void {
    const pending = this.#pending.shift();
    if ('vectors' in answer) pending?.resolve(answer.vectors);
    else pending?.reject(failed(answer.error));
  }

  #fail(error: Error): void {
    this.#failed ??= failed(error);
    for (const pending of this.#pending.splice(0)) pending.reject(this.#failed);
  }
}

function failed(cause: Error): ServiceError {
  return new ServiceError('classifier_failed', `the model failed: ${cause.message}`, { cause });
}

import { Worker } from 'node:worker_threads';
import type { ServiceError } from '@pareto/contracts';

export interface SessionGraph {
  readonly graph: Uint8Array;
  /** Path of the safetensors file that the graph's initializers point into; absent when they lie in the graph. */
  readonly weights?: string | undefined;
}

export interface GraphInput {
  readonly data: Float32Array<ArrayBuffer>;
  readonly dims: readonly number[];
}

/** Inputs of a graph that are the same for every text of a group, by name: a LoRA adapter, say. */
export type GraphInputs = Readonly<Record<string, GraphInput>>;

/** What a caller is told of a session that failed. */
export type Failure = (cause: Error) => ServiceError;

/** Token ids of a batch, padded to the longest text, row by row; a length per text; whose further inputs. */
export interface BatchTask {
  readonly group: string;
  readonly ids: Int32Array<ArrayBuffer>;
  readonly lengths: Int32Array<ArrayBuffer>;
}

export type SessionRequest =
  | ({ readonly kind: 'run' } & BatchTask)
  | { readonly kind: 'attach'; readonly group: string; readonly inputs: GraphInputs }
  | { readonly kind: 'detach'; readonly group: string }
  | { readonly kind: 'close' };

export type SessionAnswer = { readonly vectors: Float32Array<ArrayBuffer> } | { readonly error: Error };

interface Pending {
  resolve(vectors: Float32Array): void;
  reject(error: ServiceError): void;
}

/**
 * Sessions of one thread each, side by side: a small model gains little from threads that share a batch and wait for
 * each other at every operator, and the threads of a pool need not wait for any other. Each has what is attached.
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

  /**
   * Resolves when every session has loaded: one after another, so that each takes the room that loading the last one took.
   * @throws what `failure` makes of a graph that does not load.
   */
  static async start(graph: SessionGraph, size: number, failure: Failure): Promise<SessionPool> {
    const sessions: Session[] = [];
    while (sessions.length < size) {
      const session = new Session(graph, failure);
      await session.started;
      sessions.push(session);
    }
    return new SessionPool(sessions);
  }

  /** Gives every session the inputs that later tasks of a group go with; batches that run are not held up. */
  async attach(group: string, inputs: GraphInputs): Promise<void> {
    await Promise.all(this.#all.map((session) => session.ask({ kind: 'attach', group, inputs })));
  }

  /** Forgets those of a group that no task names any more. */
  detach(group: string): void {
    for (const session of this.#all) session.tell({ kind: 'detach', group });
  }

  /** At most `size` at a time. Vectors come row by row. @throws what `failure` makes of a run that fails. */
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
  readonly #failure: Failure;
  /** Answers come in the order of the requests: a session does one thing after another. */
  readonly #pending: Pending[] = [];
  #failed: ServiceError | undefined;

  constructor(graph: SessionGraph, failure: Failure) {
    this.#failure = failure;
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
    else pending?.reject(this.#failure(answer.error));
  }

  #fail(error: Error): void {
    this.#failed ??= this.#failure(error);
    for (const pending of this.#pending.splice(0)) pending.reject(this.#failed);
  }
}

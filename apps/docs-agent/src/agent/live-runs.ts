import type { AgentEvent, NumberedEvent } from './events.ts';
import type { RunStore } from './store/runs.ts';

interface LiveRun {
  readonly controller: AbortController;
  readonly finished: Promise<void>;
  followers: number;
  linger: NodeJS.Timeout | undefined;
  /** Wakes who follows: there is another event, or the end. */
  wake: PromiseWithResolvers<void>;
  isEnded: boolean;
  failure: unknown;
}

/** How long a run goes on that nobody follows, milliseconds: a client that lost its connection comes back by then. */
const LINGER_MS = 10_000;

/** Runs of this process. Their events are kept before anybody sees them, so that who comes back misses none. */
export class LiveRuns {
  readonly #store: RunStore;
  readonly #lingerMs: number;
  readonly #runs = new Map<string, LiveRun>();

  constructor(store: RunStore, { lingerMs = LINGER_MS }: { readonly lingerMs?: number } = {}) {
    this.#store = store;
    this.#lingerMs = lingerMs;
  }

  has(id: string): boolean {
    return this.#runs.has(id);
  }

  /**
   * Begins a run; `work` gets what records an event and wakes who follows, and a signal for when nobody does any more.
   * @returns when it is over, however it ended.
   */
  start(id: string, work: (emit: (event: AgentEvent) => void, signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    const wake = (run: LiveRun) => {
      const { resolve } = run.wake;
      run.wake = Promise.withResolvers();
      resolve();
    };
    const emit = (event: AgentEvent) => {
      this.#store.addEvent(id, event);
      wake(run);
    };
    const finished = Promise.resolve()
      .then(() => work(emit, controller.signal))
      .catch((error: unknown) => {
        run.failure = error;
      })
      .finally(() => {
        run.isEnded = true;
        clearTimeout(run.linger);
        this.#runs.delete(id);
        wake(run);
      });
    const run: LiveRun = {
      controller,
      finished,
      followers: 0,
      linger: undefined,
      wake: Promise.withResolvers(),
      isEnded: false,
      failure: undefined,
    };
    this.#runs.set(id, run);
    return finished;
  }

  /**
   * The events of a run after a number: those that are kept, then those that come, to its end.
   * @throws what the run failed with; the signal's reason.
   */
  async *follow(id: string, after: number, signal: AbortSignal): AsyncGenerator<NumberedEvent> {
    const run = this.#runs.get(id);
    if (run) this.#join(run);
    let seen = after;
    try {
      while (true) {
        signal.throwIfAborted();
        const woken = run?.wake.promise;
        const isLast = run?.isEnded ?? true;
        for (const numbered of this.#store.eventsAfter(id, seen)) {
          seen = numbered.seq;
          yield numbered;
        }
        if (isLast) break;
        await untilAbort(woken!, signal);
      }
      if (run?.failure !== undefined) throw run.failure;
    } finally {
      if (run) this.#leave(run);
    }
  }

  /** Ends all runs and waits for them. They can be continued later. */
  async close(): Promise<void> {
    const runs = [...this.#runs.values()];
    for (const { controller } of runs) controller.abort(new DOMException('The service is closing', 'AbortError'));
    await Promise.all(runs.map(({ finished }) => finished));
  }

  async abort(id: string): Promise<void> {
    const run = this.#runs.get(id);
    run?.controller.abort(new DOMException('The session was deleted', 'AbortError'));
    await run?.finished;
  }

  #join(run: LiveRun): void {
    run.followers += 1;
    clearTimeout(run.linger);
  }

  #leave(run: LiveRun): void {
    run.followers -= 1;
    if (run.followers > 0 || run.isEnded) return;
    const leave = () => run.controller.abort(new DOMException('Nobody follows the run any more', 'AbortError'));
    run.linger = setTimeout(leave, this.#lingerMs).unref();
  }
}

async function untilAbort(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const leave = () => resolve();
  signal.addEventListener('abort', leave, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

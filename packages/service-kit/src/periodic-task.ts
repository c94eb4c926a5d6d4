import { setTimeout as sleep } from 'node:timers/promises';

/** Work that is done again and again beside the requests, one time after another with a pause between. */
export class PeriodicTask {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  readonly #pauseMs: number;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  /** @param work the signal tells it that it shall end. */
  constructor(work: (signal: AbortSignal) => Promise<void>, pauseMs: number) {
    this.#work = work;
    this.#pauseMs = pauseMs;
  }

  /** @param onFailure told of what `work` throws, which is tried again after the pause. */
  begin(onFailure: (error: unknown) => void): void {
    this.#running = this.#repeat(onFailure);
  }

  /** Resolves when nothing of it goes on any more. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #repeat(onFailure: (error: unknown) => void): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#work(signal).catch((error: unknown) => {
        if (!signal.aborted) onFailure(error);
      });
      await sleep(this.#pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

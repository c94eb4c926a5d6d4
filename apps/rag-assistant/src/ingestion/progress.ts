import { EventEmitter, on } from 'node:events';

/** Tells who waits for a document that something about it changed. */
export class Progress {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #closed = new AbortController();

  changed(document: string): void {
    this.#emitter.emit(document);
  }

  /** Yields once for every change from now on, until the signal aborts or `close`. */
  async *changes(document: string, signal: AbortSignal): AsyncGenerator<void> {
    const ends = AbortSignal.any([signal, this.#closed.signal]);
    try {
      for await (const _ of on(this.#emitter, document, { signal: ends })) yield;
    } catch (error) {
      if (!ends.aborted) throw error;
    }
  }

  /** Whoever waits would keep a stopping service from its end. */
  close(): void {
    this.#closed.abort();
  }
}

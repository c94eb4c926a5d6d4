import { EventEmitter, on } from 'node:events';

/** Tells who waits for a document that something about it changed. */
export class Progress {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  changed(document: string): void {
    this.#emitter.emit(document);
  }

  /** Yields once for every change from now on, until the signal aborts. */
  async *changes(document: string, signal: AbortSignal): AsyncGenerator<void> {
    try {
      for await (const _ of on(this.#emitter, document, { signal })) yield;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

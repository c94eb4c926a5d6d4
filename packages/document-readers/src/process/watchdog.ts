import type { ConfinedChild } from './confined-child.ts';
import { residentBytes } from './resident-memory.ts';

const INTERVAL_MS = process.platform === 'linux' ? 10 : 50;

/** Share of the memory at which a child is ended: what it takes between two looks, and until it is gone, comes on top. */
const MEMORY_SHARE = 7 / 8;

/** A limit that was reached. */
export type Breach = 'memory' | 'time';

/**
 * Watches a child from outside, and kills it when it holds more memory than `memoryBytes` or lets its parent wait too
 * long. Time runs only while the parent waits: a slow reader of pages is not the document's fault.
 */
export class Watchdog implements Disposable {
  readonly #child: ConfinedChild;
  readonly #limits: { readonly memoryBytes: number; readonly totalMs: number };
  readonly #timer: NodeJS.Timeout;
  #deadline = Number.POSITIVE_INFINITY;
  #waitingSince = 0;
  #waitedMs = 0;
  #peakBytes = 0;
  #breach: Breach | undefined;

  constructor(child: ConfinedChild, limits: { readonly memoryBytes: number; readonly totalMs: number }) {
    this.#child = child;
    this.#limits = limits;
    this.#timer = setInterval(() => void this.#look(), INTERVAL_MS);
    this.#timer.unref();
  }

  get breach(): Breach | undefined {
    return this.#breach;
  }

  /** The most memory that the child was seen to hold, bytes. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Waits for what the child owes, at most `ms` and what is left of the total. */
  async during<T>(ms: number, answer: Promise<T>): Promise<T> {
    this.#waitingSince = performance.now();
    this.#deadline = this.#waitingSince + Math.min(ms, this.#limits.totalMs - this.#waitedMs);
    try {
      return await answer;
    } finally {
      this.#waitedMs += performance.now() - this.#waitingSince;
      this.#deadline = Number.POSITIVE_INFINITY;
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (performance.now() > this.#deadline) this.#kill('time');
    this.#peakBytes = Math.max(this.#peakBytes, (await residentBytes(this.#child.pid)) ?? 0);
    if (this.#peakBytes > this.#limits.memoryBytes * MEMORY_SHARE) this.#kill('memory');
  }

  #kill(breach: Breach): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#breach ??= breach;
    this.#child.kill('SIGKILL');
  }
}

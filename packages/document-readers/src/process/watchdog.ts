import type { ConfinedChild } from './confined-child.ts';
import { computedMs, residentBytes } from './process-usage.ts';

const INTERVAL_MS = process.platform === 'linux' ? 10 : 50;

/** Share of the memory at which a child is ended: what it takes between two looks, and until it is gone, comes on top. */
const MEMORY_SHARE = 7 / 8;

/** A child that computes for so much of the time has no excuse; one that gets less waits for the machine. */
const FAIR_SHARE = 0.6;
/** Time of the least that is charged, whatever the machine is busy with. */
const LEAST_SHARE = 1 / 3;

/** A limit that was reached. */
export type Breach = 'memory' | 'time';

/**
 * Watches a child from outside, and kills it when it holds more memory than `memoryBytes` or lets its parent wait too
 * long. Time runs only while the parent waits: a slow reader of pages is not the document's fault. Nor is a busy
 * machine: time in which the child hardly got to compute is charged by what it computed, though a third at least.
 */
export class Watchdog implements Disposable {
  readonly #child: ConfinedChild;
  readonly #limits: { readonly memoryBytes: number; readonly totalMs: number };
  readonly #timer: NodeJS.Timeout;
  #wait: { readonly allowedMs: number; readonly since: number; readonly computedMs: number | undefined } | undefined;
  #waitedMs = 0;
  /** As it was last known: nothing can be asked of a process that has ended. */
  #computedMs: number | undefined;
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

  /** What was charged of the time in which the parent waited, milliseconds. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Waits for what the child owes, at most `ms` and what is left of the total. */
  async during<T>(ms: number, answer: Promise<T>): Promise<T> {
    const allowedMs = Math.min(ms, this.#limits.totalMs - this.#waitedMs);
    this.#computedMs = computedMs(this.#child.pid);
    this.#wait = { allowedMs, since: performance.now(), computedMs: this.#computedMs };
    try {
      return await answer;
    } finally {
      this.#waitedMs += this.#chargedMs();
      this.#wait = undefined;
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** Time of the wait that is under way. */
  #chargedMs(): number {
    if (!this.#wait) return 0;
    const passed = performance.now() - this.#wait.since;
    this.#computedMs = computedMs(this.#child.pid) ?? this.#computedMs;
    if (this.#computedMs === undefined || this.#wait.computedMs === undefined) return passed;
    const computed = this.#computedMs - this.#wait.computedMs;
    return Math.min(passed, Math.max(computed / FAIR_SHARE, passed * LEAST_SHARE));
  }

  async #look(): Promise<void> {
    if (this.#wait && this.#chargedMs() > this.#wait.allowedMs) this.#kill('time');
    this.#peakBytes = Math.max(this.#peakBytes, (await residentBytes(this.#child.pid)) ?? 0);
    if (this.#peakBytes > this.#limits.memoryBytes * MEMORY_SHARE) this.#kill('memory');
  }

  #kill(breach: Breach): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#breach ??= breach;
    this.#child.kill('SIGKILL');
  }
}

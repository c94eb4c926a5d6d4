import { once } from 'node:events';
import { type ChildLimits, type ConfinedChild, startConfinedChild } from './confined-child.ts';

/** A child that waits holds some 90 MB: where no document comes for so long, the next one waits for its start instead. */
const IDLE_MS = 60_000;

/** Hands out children, each for one document, and keeps one started ahead: it takes a fifth of a second to start. */
export class ChildSupply {
  readonly #limits: ChildLimits;
  readonly #alive = new Set<ConfinedChild>();
  #spare: ConfinedChild | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(limits: ChildLimits) {
    this.#limits = limits;
  }

  take(): ConfinedChild {
    clearTimeout(this.#expiry);
    const spare = this.#spare && this.#alive.has(this.#spare) && !this.#spare.killed ? this.#spare : undefined;
    const child = spare ?? this.#start();
    hold(child, true);
    this.#spare = this.#isClosed ? undefined : this.#start();
    if (this.#spare) this.#keep(this.#spare);
    return child;
  }

  /** Ends every child, at work or not. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#expiry);
    await Promise.all(
      [...this.#alive].map(async (child) => {
        hold(child, true);
        child.kill('SIGKILL');
        await once(child, 'exit');
      }),
    );
  }

  #keep(spare: ConfinedChild): void {
    hold(spare, false);
    this.#expiry = setTimeout(() => spare.kill('SIGKILL'), IDLE_MS).unref();
  }

  #start(): ConfinedChild {
    const child = startConfinedChild(this.#limits);
    this.#alive.add(child);
    child.once('exit', () => this.#alive.delete(child));
    return child;
  }
}

/** Whether the child keeps its parent from ending by itself. */
function hold(child: ConfinedChild, held: boolean): void {
  const change = held ? 'ref' : 'unref';
  for (const handle of [child, child.stdin, child.stdout] as { ref?(): void; unref?(): void }[]) handle[change]?.();
}

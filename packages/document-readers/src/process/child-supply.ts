import { once } from 'node:events';
import { type ChildLimits, type ConfinedChild, startConfinedChild } from './confined-child.ts';

/** Hands out children, each for one document, and keeps one started ahead: Node needs a sixth of a second to start. */
export class ChildSupply {
  readonly #limits: ChildLimits;
  readonly #alive = new Set<ConfinedChild>();
  #spare: ConfinedChild | undefined;
  #isClosed = false;

  constructor(limits: ChildLimits) {
    this.#limits = limits;
  }

  take(): ConfinedChild {
    const child = this.#spare && this.#alive.has(this.#spare) ? this.#spare : this.#start();
    hold(child, true);
    this.#spare = this.#isClosed ? undefined : this.#start();
    if (this.#spare) hold(this.#spare, false);
    return child;
  }

  /** Ends every child, at work or not. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(
      [...this.#alive].map(async (child) => {
        hold(child, true);
        child.kill('SIGKILL');
        await once(child, 'exit');
      }),
    );
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

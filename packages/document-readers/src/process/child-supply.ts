import { type ConfinedChild, startConfinedChild } from './confined-child.ts';

/** Hands out children, each for one document, and keeps one started ahead: Node needs a sixth of a second to start. */
export class ChildSupply {
  readonly #limits: { readonly memoryBytes: number; readonly cpuSeconds: number };
  readonly #inUse = new Set<ConfinedChild>();
  #spare: ConfinedChild | undefined;

  constructor(limits: { readonly memoryBytes: number; readonly cpuSeconds: number }) {
    this.#limits = limits;
  }

  take(): ConfinedChild {
    const child = this.#spare && isAlive(this.#spare) ? this.#spare : this.#start();
    hold(child, true);
    this.#inUse.add(child);
    child.once('close', () => this.#inUse.delete(child));
    this.#spare = this.#start();
    hold(this.#spare, false);
    return child;
  }

  /** Ends every child, at work or not. */
  close(): void {
    for (const child of this.#inUse) child.kill('SIGKILL');
    this.#spare?.kill('SIGKILL');
    this.#spare = undefined;
  }

  #start(): ConfinedChild {
    const child = startConfinedChild(this.#limits);
    // A child may end before it has read all that it is sent, or never start; whoever waits for it sees its end.
    child.on('error', () => {});
    child.stdin.on('error', () => {});
    child.stdout.on('error', () => {});
    return child;
  }
}

function isAlive(child: ConfinedChild): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Whether the child keeps its parent from ending by itself. */
function hold(child: ConfinedChild, held: boolean): void {
  const change = held ? 'ref' : 'unref';
  for (const handle of [child, child.stdin, child.stdout] as { ref?(): void; unref?(): void }[]) handle[change]?.();
}

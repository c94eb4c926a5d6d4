import { once } from 'node:events';
import { type CodeCache, fillCodeCache } from './code-cache.ts';
import { type ChildLimits, type ConfinedChild, startConfinedChild } from './confined-child.ts';

/** A child that waits holds some 70 MB: where no document comes for so long, the next one waits for its start instead. */
const IDLE_MS = 60_000;

/** Hands out children, each for one document, and keeps one started ahead: a start takes a tenth of a second and more. */
export class ChildSupply {
  readonly #limits: ChildLimits;
  readonly #codeFolder: string | undefined;
  readonly #alive = new Set<ConfinedChild>();
  #cache: Promise<CodeCache | undefined> | undefined;
  #spare: ConfinedChild | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param codeFolder keeps compiled code; without it every child compiles its own. */
  constructor(limits: ChildLimits, codeFolder?: string) {
    this.#limits = limits;
    this.#codeFolder = codeFolder;
  }

  take(): ConfinedChild {
    clearTimeout(this.#expiry);
    const spare = this.#spare && this.#alive.has(this.#spare) && !this.#spare.killed ? this.#spare : undefined;
    const child = spare ?? this.#start();
    hold(child, true);
    this.#spare = undefined;
    void this.#startAhead();
    return child;
  }

  /** Gets ready for a first document. */
  async prepare(): Promise<void> {
    if (!this.#spare) await this.#startAhead();
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

  async #startAhead(): Promise<void> {
    // What cannot be started ahead is tried again when it is needed, where somebody hears why it fails.
    this.#cache ??= this.#fillCache().catch(() => undefined);
    const cache = await this.#cache;
    if (this.#isClosed || this.#spare) return;
    try {
      const spare = this.#start(cache);
      this.#spare = spare;
      hold(spare, false);
      clearTimeout(this.#expiry);
      this.#expiry = setTimeout(() => spare.kill('SIGKILL'), IDLE_MS).unref();
    } catch {}
  }

  async #fillCache(): Promise<CodeCache | undefined> {
    const folder = this.#codeFolder;
    // A reader must not write to what the next one runs: where the kernel has no say in that, there is no cache.
    if (folder === undefined || process.platform === 'win32') return undefined;
    const start = (cache: CodeCache) => {
      if (this.#isClosed) throw new Error('The supply is closed.');
      const child = this.#start(cache);
      hold(child, false);
      return child;
    };
    return (await fillCodeCache(folder, start)) ? { folder, mayFill: false } : undefined;
  }

  #start(cache?: CodeCache): ConfinedChild {
    const child = startConfinedChild(this.#limits, { cache });
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

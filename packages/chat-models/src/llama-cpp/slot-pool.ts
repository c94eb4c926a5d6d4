import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp';

/** One place for a generation, with the tokens of its last one still in the attention cache. */
export interface Slot {
  readonly sequence: LlamaContextSequence;
  lastUsed: number;
}

/**
 * The slots of a context. A generation gets the free slot whose cache shares the longest prefix with its prompt, and
 * among equals the one that has been idle longest, so that a conversation finds its cache again.
 */
export class SlotPool {
  readonly #free: Slot[];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  #clock = 0;

  constructor(context: LlamaContext) {
    this.#free = Array.from({ length: context.totalSequences }, () => ({ sequence: context.getSequence(), lastUsed: 0 }));
  }

  /** Waits for a slot when all are taken; rejects with the signal's reason when it aborts before. */
  async acquire(prompt: readonly Token[], signal?: AbortSignal): Promise<Slot> {
    signal?.throwIfAborted();
    if (this.#free.length === 0) return this.#wait(signal);
    const shared = ({ sequence }: Slot) => sequence.compareContextTokens([...prompt]).firstDifferentIndex;
    const [best] = this.#free
      .map((slot) => ({ slot, shared: shared(slot) }))
      .sort((a, b) => b.shared - a.shared || a.slot.lastUsed - b.slot.lastUsed);
    this.#free.splice(this.#free.indexOf(best!.slot), 1);
    return best!.slot;
  }

  release(slot: Slot): void {
    this.#clock += 1;
    slot.lastUsed = this.#clock;
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
  }

  #wait(signal?: AbortSignal): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const take = (slot: Slot) => {
        signal?.removeEventListener('abort', leave);
        resolve(slot);
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(take);
    });
  }
}

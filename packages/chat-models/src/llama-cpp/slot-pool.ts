import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp';

/** One place for a generation, with the tokens of its last one still in the attention cache. */
export interface Slot {
  readonly sequence: LlamaContextSequence;
  lastUsed: number;
}

/** What another prompt's token in the cache is worth, in tokens to compute: it may be asked for again, or not. */
const WORTH_OF_OTHERS = 0.5;

/**
 * The slots of a context. A generation gets the free slot that costs least: tokens of its prompt to compute, and some of
 * what it makes the slot forget. So a conversation finds its cache again, and a system prompt that all share does not
 * make them all push each other out of one slot. Among equals it is the one that has been idle longest.
 */
export class SlotPool {
  readonly #free: Slot[];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  #clock = 0;

  constructor(context: LlamaContext) {
    this.#free = Array.from({ length: context.totalSequences }, () => ({
      sequence: context.getSequence(),
      lastUsed: 0,
    }));
  }

  /** Waits for a slot when all are taken; rejects with the signal's reason when it aborts before. */
  async acquire(prompt: readonly Token[], signal?: AbortSignal): Promise<Slot> {
    signal?.throwIfAborted();
    if (this.#free.length === 0) return this.#wait(signal);
    const tokens = [...prompt];
    const [best] = this.#free
      .map((slot) => ({ slot, cost: costOf(slot, tokens) }))
      .sort((a, b) => a.cost - b.cost || a.slot.lastUsed - b.slot.lastUsed);
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

function costOf({ sequence }: Slot, prompt: Token[]): number {
  const shared = sequence.compareContextTokens(prompt).firstDifferentIndex;
  return prompt.length - shared + WORTH_OF_OTHERS * (sequence.nextTokenIndex - shared);
}

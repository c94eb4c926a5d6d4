import { ServiceError } from '@pareto/contracts';

/** The right to use one slot; releasing twice is as good as once. */
export interface Permit {
  release(): void;
}

export interface EnterOptions {
  /** Aborting gives up the place in the queue, and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told the place in the queue, from 1, whenever it changes; never for a caller that need not wait. */
  readonly onMove?: ((position: number) => void) | undefined;
}

interface Waiter {
  grant(permit: Permit): void;
  move(position: number): void;
}

const MAX_RETRY_AFTER_SECONDS = 60;
/** Weight of the latest holding time in their moving average. */
const SMOOTHING = 0.2;

/** N slots, and a bounded queue before them: first come, first served. It decides before any work is done. */
export class SlotQueue {
  readonly slots: number;
  readonly capacity: number;
  #running = 0;
  readonly #waiting: Waiter[] = [];
  #holdMs = 1_000;

  /** @param capacity callers that may wait; beyond them the answer is `queue_full`. */
  constructor(slots: number, capacity: number) {
    this.slots = slots;
    this.capacity = capacity;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws ServiceError `queue_full`, at once and with a time to try again; or the signal's reason. */
  async enter({ signal, onMove }: EnterOptions = {}): Promise<Permit> {
    signal?.throwIfAborted();
    if (this.#running < this.slots) return this.#permit();
    if (this.#waiting.length >= this.capacity) {
      const detail = `${this.slots} slots are taken and ${this.capacity} callers wait`;
      throw new ServiceError('queue_full', detail, { retryAfterSeconds: this.#retryAfterSeconds() });
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        this.#announce();
        reject(signal!.reason);
      };
      const waiter: Waiter = {
        grant: (permit) => {
          signal?.removeEventListener('abort', leave);
          resolve(permit);
        },
        move: (position) => onMove?.(position),
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      waiter.move(this.#waiting.length);
    });
  }

  #permit(): Permit {
    this.#running += 1;
    const began = performance.now();
    let isHeld = true;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#running -= 1;
        this.#holdMs += SMOOTHING * (performance.now() - began - this.#holdMs);
        const next = this.#waiting.shift();
        if (!next) return;
        next.grant(this.#permit());
        this.#announce();
      },
    };
  }

  #announce(): void {
    for (const [i, waiter] of this.#waiting.entries()) waiter.move(i + 1);
  }

  /** About when a place in the queue is free again. */
  #retryAfterSeconds(): number {
    const seconds = Math.ceil(this.#holdMs / this.slots / 1_000);
    return Math.min(Math.max(seconds, 1), MAX_RETRY_AFTER_SECONDS);
  }
}

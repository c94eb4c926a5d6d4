import type { Permit, SlotQueue } from './slot-queue.ts';

export interface Queued {
  readonly type: 'queued';
  /** Place in the queue, from 1. */
  readonly position: number;
}

/** Waits for a slot, yielding each new place in the queue; a consumer that stops iterating gives up its place. */
export async function* admit(queue: SlotQueue, signal: AbortSignal): AsyncGenerator<Queued, Permit> {
  const left = new AbortController();
  let position: number | undefined;
  let shown: number | undefined;
  let wake = () => {};
  const granted = queue.enter({
    signal: AbortSignal.any([signal, left.signal]),
    onMove: (place) => {
      position = place;
      wake();
    },
  });
  let isTaken = false;
  try {
    for (;;) {
      while (position !== undefined && position !== shown) {
        shown = position;
        yield { type: 'queued', position };
      }
      const moved = new Promise<undefined>((resolve) => {
        wake = () => resolve(undefined);
      });
      const permit = await Promise.race([granted, moved]);
      if (!permit) continue;
      isTaken = true;
      return permit;
    }
  } finally {
    if (!isTaken) {
      left.abort();
      granted.then(
        (permit) => permit.release(),
        () => {},
      );
    }
  }
}

import { ServiceError } from '@pareto/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit } from '../src/admission/admit.ts';
import { type Permit, SlotQueue } from '../src/admission/slot-queue.ts';

const LEFT = new Error('left');

describe('SlotQueue', () => {
  it('lets in as many as there are slots, and the next one when a slot is free', async () => {
    const queue = new SlotQueue(2, 4);
    const first = await queue.enter();
    await queue.enter();
    const moves: number[] = [];
    const third = queue.enter({ onMove: (position) => moves.push(position) });
    const fourth = queue.enter({ onMove: (position) => moves.push(position) });
    expect([queue.running, queue.waiting, moves]).toEqual([2, 2, [1, 2]]);
    first.release();
    first.release();
    await third;
    expect([queue.running, queue.waiting, moves]).toEqual([2, 1, [1, 2, 1]]);
    (await third).release();
    await fourth;
    expect([queue.running, queue.waiting]).toEqual([2, 0]);
  });

  it('refuses at once when it is full, and says when to try again', async () => {
    const queue = new SlotQueue(1, 0);
    await queue.enter();
    const error = await queue.enter().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'queue_full', isRetryable: true });
    expect((error as ServiceError).retryAfterSeconds).toBeGreaterThan(0);
  });

  it('gives the place of a caller that leaves to those behind it', async () => {
    const queue = new SlotQueue(1, 3);
    await queue.enter();
    const leaver = new AbortController();
    const moves: number[] = [];
    const left = queue.enter({ signal: leaver.signal });
    void queue.enter({ onMove: (position) => moves.push(position) });
    leaver.abort(LEFT);
    await expect(left).rejects.toBe(LEFT);
    expect([queue.waiting, moves]).toEqual([1, [2, 1]]);
  });

  it('keeps no slot for a caller that left before it came', async () => {
    const queue = new SlotQueue(1, 1);
    await expect(queue.enter({ signal: AbortSignal.abort(LEFT) })).rejects.toBe(LEFT);
    expect(queue.running).toBe(0);
  });

  it('never exceeds its bounds, loses nobody, and serves in the order of arrival, whatever happens', async () => {
    const step = fc.oneof(
      fc.constant('enter' as const),
      fc.record({ release: fc.nat({ max: 20 }) }),
      fc.record({ leave: fc.nat({ max: 20 }) }),
    );
    const run = fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 5 }),
      fc.array(step, { maxLength: 60 }),
      async (slots, capacity, steps) => {
        const queue = new SlotQueue(slots, capacity);
        const held: { id: number; permit: Permit }[] = [];
        const waiting: { id: number; controller: AbortController }[] = [];
        const served: number[] = [];
        let id = 0;
        for (const action of steps) {
          if (action === 'enter') {
            const me = id++;
            const controller = new AbortController();
            const isFree = held.length < slots;
            const isRefused = !isFree && waiting.length >= capacity;
            const entered = queue.enter({ signal: controller.signal }).then(
              (permit) => {
                served.push(me);
                held.push({ id: me, permit });
                const place = waiting.findIndex((waiter) => waiter.id === me);
                if (place >= 0) waiting.splice(place, 1);
                return 'in';
              },
              (error: unknown) => (error instanceof ServiceError ? error.code : 'left'),
            );
            if (isRefused) expect(await entered).toBe('queue_full');
            else if (!isFree) waiting.push({ id: me, controller });
          } else if ('release' in action && held.length > 0) {
            held.splice(action.release % held.length, 1)[0]!.permit.release();
          } else if ('leave' in action && waiting.length > 0) {
            waiting.splice(action.leave % waiting.length, 1)[0]!.controller.abort(LEFT);
          }
          await new Promise(setImmediate);
          expect(queue.running).toBe(held.length);
          expect(queue.waiting).toBe(waiting.length);
          expect(queue.running).toBeLessThanOrEqual(slots);
          // Nobody waits beside a free slot.
          if (queue.waiting > 0) expect(queue.running).toBe(slots);
          expect(served).toEqual([...served].sort((a, b) => a - b));
        }
      },
    );
    await fc.assert(run, { numRuns: 100 });
  });
});

describe('admit', () => {
  const signal = new AbortController().signal;

  it('tells each new place, then gives the slot', async () => {
    const queue = new SlotQueue(1, 3);
    const held = await queue.enter();
    const ahead = queue.enter();
    const waiting = admit(queue, signal);
    expect(await waiting.next()).toEqual({ done: false, value: { type: 'queued', position: 2 } });
    held.release();
    expect(await waiting.next()).toEqual({ done: false, value: { type: 'queued', position: 1 } });
    const next = waiting.next();
    (await ahead).release();
    expect(await next).toMatchObject({ done: true });
    expect([queue.running, queue.waiting]).toEqual([1, 0]);
  });

  it('gives up its place when nobody iterates any more', async () => {
    const queue = new SlotQueue(1, 1);
    await queue.enter();
    const waiting = admit(queue, signal);
    await waiting.next();
    await waiting.return(undefined as never);
    expect(queue.waiting).toBe(0);
  });

  it('rejects with the reason of its signal', async () => {
    const queue = new SlotQueue(1, 1);
    await queue.enter();
    const leaver = new AbortController();
    const waiting = admit(queue, leaver.signal);
    await waiting.next();
    const next = waiting.next();
    leaver.abort(LEFT);
    await expect(next).rejects.toBe(LEFT);
    expect(queue.waiting).toBe(0);
  });
});

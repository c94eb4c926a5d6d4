import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PeriodicTask } from '../src/periodic-task.ts';

const PAUSE_MS = 1;
/** So many pauses that another time would have begun. */
const WHILE_MS = 20;

describe('PeriodicTask', () => {
  it('repeats its work, one time after another, until it is closed', async () => {
    let [times, underWay, most] = [0, 0, 0];
    const { promise: thrice, resolve } = Promise.withResolvers<void>();
    const task = new PeriodicTask(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await sleep(2);
      underWay -= 1;
      times += 1;
      if (times === 3) resolve();
    }, PAUSE_MS);
    task.begin(() => expect.unreachable());
    await thrice;
    await task.close();
    const atTheEnd = times;
    await sleep(WHILE_MS);
    expect(times).toBe(atTheEnd);
    expect(most).toBe(1);
  });

  it('tells of failures, and tries again', async () => {
    const failures: unknown[] = [];
    const { promise: worked, resolve } = Promise.withResolvers<void>();
    const task = new PeriodicTask(async () => {
      if (failures.length < 2) throw new Error(`failure ${failures.length + 1}`);
      resolve();
    }, PAUSE_MS);
    task.begin((error) => failures.push(error));
    await worked;
    await task.close();
    expect(failures).toEqual([new Error('failure 1'), new Error('failure 2')]);
  });

  it('lets work under way end before it is closed, and tells nobody that it was broken off', async () => {
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    let hasEnded = false;
    const task = new PeriodicTask(async (signal) => {
      resolve();
      await once(signal, 'abort');
      await sleep(WHILE_MS);
      hasEnded = true;
      signal.throwIfAborted();
    }, PAUSE_MS);
    const failures: unknown[] = [];
    task.begin((error) => failures.push(error));
    await begun;
    await task.close();
    expect(hasEnded).toBe(true);
    expect(failures).toEqual([]);
  });

  it('ends in the midst of a pause, and before it has begun', async () => {
    const { promise: once, resolve } = Promise.withResolvers<void>();
    const task = new PeriodicTask(async () => resolve(), 3_600_000);
    task.begin(() => expect.unreachable());
    await once;
    await task.close();
    await new PeriodicTask(() => expect.unreachable(), PAUSE_MS).close();
  });
});

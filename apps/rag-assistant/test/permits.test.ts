import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Permits } from '../src/ingestion/permits.ts';

const NEVER = new AbortController().signal;

/** Work that ends when told to. */
function task() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let isRunning = false;
  const work = () => {
    isRunning = true;
    return promise;
  };
  return { work, resolve, reject, isRunning: () => isRunning };
}

describe('Permits', () => {
  it('lets so many in at a time, and the others in the order in which they came', async () => {
    const permits = new Permits(2);
    const tasks = Array.from({ length: 4 }, task);
    const runs = tasks.map(({ work }) => permits.run(work, NEVER));
    const running = async () => {
      await turn();
      return tasks.map((one) => one.isRunning());
    };
    expect(await running()).toEqual([true, true, false, false]);
    tasks[1]!.reject(new Error('failed'));
    await expect(runs[1]).rejects.toThrow('failed');
    expect(await running()).toEqual([true, true, true, false]);
    tasks[0]!.resolve();
    expect(await running()).toEqual([true, true, true, true]);
    tasks[2]!.resolve();
    tasks[3]!.resolve();
    await Promise.all([runs[0], runs[2], runs[3]]);
  });

  it('lets go of who leaves while waiting', async () => {
    const permits = new Permits(1);
    const [first, second, third] = [task(), task(), task()];
    const controller = new AbortController();
    void permits.run(first.work, NEVER);
    const left = permits.run(second.work, controller.signal);
    const last = permits.run(third.work, NEVER);
    controller.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    first.resolve();
    await turn();
    expect(second.isRunning()).toBe(false);
    expect(third.isRunning()).toBe(true);
    third.resolve();
    await last;
    await expect(permits.run(second.work, controller.signal)).rejects.toThrow('left');
  });
});

import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LengthBucketedBatcher } from '../src/index.ts';

/** A back end that records its batches and answers each text with its length. */
function recorder() {
  const batches: number[][] = [];
  const run = async (batch: readonly (readonly number[])[]) => {
    batches.push(batch.map((ids) => ids.length));
    await turn();
    return batch.map((ids) => Float32Array.of(ids.length));
  };
  return { batches, run };
}
const text = (length: number) => Array.from({ length }, () => 1);

describe('LengthBucketedBatcher', () => {
  it('keeps batches within the token budget and answers each text with its own vector', async () => {
    const { batches, run } = recorder();
    const batcher = new LengthBucketedBatcher(run, 20);
    const lengths = [3, 9, 4, 10, 2, 5, 30];
    const vectors = await Promise.all(lengths.map((length) => batcher.submit(text(length))));
    expect(vectors.map(([length]) => length)).toEqual(lengths);
    for (const batch of batches) {
      expect(batch.length === 1 || batch.length * Math.max(...batch) <= 20).toBe(true);
      expect(batch[0]).toBe(Math.max(...batch));
    }
  });

  it('lets an urgent text pass those that wait', async () => {
    const { batches, run } = recorder();
    const batcher = new LengthBucketedBatcher(run, 4);
    const passages = [1, 2, 3, 4].map(() => batcher.submit(text(4)));
    await turn();
    const query = batcher.submit(text(2), { isUrgent: true });
    await Promise.all([...passages, query]);
    expect(batches.findIndex((batch) => batch.includes(2))).toBeLessThanOrEqual(2);
  });

  it('runs as many batches at a time as there are sessions, and takes texts that arrive as one ends', async () => {
    let running = 0;
    let most = 0;
    const batcher = new LengthBucketedBatcher(
      async (batch) => {
        running += 1;
        most = Math.max(most, running);
        await turn();
        running -= 1;
        return batch.map((ids) => Float32Array.of(ids.length));
      },
      4,
      2,
    );
    await Promise.all([1, 2, 3, 4, 5].map(() => batcher.submit(text(4))));
    expect(most).toBe(2);
    for (let i = 0; i < 3; i += 1) await batcher.submit(text(2), { isUrgent: true });
    await batcher.idle();
    expect(running).toBe(0);
  });

  it('never mixes groups in one batch', async () => {
    const batches: [string, number][] = [];
    const batcher = new LengthBucketedBatcher(async (batch, group) => {
      batches.push([group, batch.length]);
      return batch.map(() => Float32Array.of(Number(group)));
    }, 100);
    const groups = ['1', '2', '1', '1', '2'];
    const vectors = await Promise.all(groups.map((group) => batcher.submit(text(3), { group })));
    expect(vectors.map(([value]) => String(value))).toEqual(groups);
    expect(batches).toEqual([
      ['1', 3],
      ['2', 2],
    ]);
  });

  it('drops a text whose caller leaves while it waits', async () => {
    const { batches, run } = recorder();
    const batcher = new LengthBucketedBatcher(run, 4);
    const first = batcher.submit(text(4));
    const controller = new AbortController();
    const second = batcher.submit(text(3), { signal: controller.signal });
    controller.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    await first;
    await batcher.idle();
    expect(batches).toEqual([[4]]);
  });

  it('fails the texts of a failed batch and goes on with the next', async () => {
    let calls = 0;
    const batcher = new LengthBucketedBatcher(async (batch) => {
      calls += 1;
      if (calls === 1) throw new Error('broken');
      return batch.map(() => Float32Array.of(1));
    }, 4);
    await expect(batcher.submit(text(4))).rejects.toThrow('broken');
    await expect(batcher.submit(text(4))).resolves.toEqual(Float32Array.of(1));
  });
});

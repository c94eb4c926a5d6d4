import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel } from './requests.ts';

const REASON = new Error('the caller left');
/** Events that a step of decoding under way may still tell. */
const LATE_EVENTS = 1;

export function leavesWhenTold(model: CurrentModel): void {
  const story = ask('Tell me a long story.', { maxTokens: 400 });

  it('does not begin once it is aborted', async () => {
    await expect(answer(model(), ask('Hello'), AbortSignal.abort(REASON))).rejects.toBe(REASON);
  });

  it('ends with the reason when it is aborted before its first event', async () => {
    const controller = new AbortController();
    const first = model().generate(story, { signal: controller.signal })[Symbol.asyncIterator]().next();
    controller.abort(REASON);
    await expect(first).rejects.toBe(REASON);
  });

  it('ends with the reason when it is aborted, and works afterwards', async () => {
    const controller = new AbortController();
    let seen = 0;
    const run = (async () => {
      for await (const _ of model().generate(story, { signal: controller.signal })) {
        seen += 1;
        controller.abort(REASON);
      }
    })();
    await expect(run).rejects.toBe(REASON);
    expect(seen).toBeLessThanOrEqual(1 + LATE_EVENTS);
    expect((await answer(model(), ask('Hello'))).text).not.toBe('');
  });

  it('frees its slot when the caller stops reading', async () => {
    for (let i = 0; i <= model().slots; i += 1) {
      for await (const _ of model().generate(story)) break;
    }
    expect((await answer(model(), ask('Hello'))).text).not.toBe('');
  });

  it('leaves nothing behind on a signal that lives longer', async () => {
    const { signal } = new AbortController();
    await answer(model(), ask('Hello'), signal);
    for await (const _ of model().generate(story, { signal })) break;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
}

import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel } from './requests.ts';

const REASON = new Error('the caller left');

export function leavesWhenTold(model: CurrentModel): void {
  it('does not begin once it is aborted', async () => {
    await expect(answer(model(), ask('Hello'), AbortSignal.abort(REASON))).rejects.toBe(REASON);
  });

  it('ends with the reason when it is aborted, and works afterwards', async () => {
    const controller = new AbortController();
    const run = (async () => {
      const request = ask('Tell me a long story.', { maxTokens: 400 });
      for await (const _ of model().generate(request, { signal: controller.signal })) controller.abort(REASON);
    })();
    await expect(run).rejects.toBe(REASON);
    expect((await answer(model(), ask('Hello'))).text).not.toBe('');
  });

  it('frees its slot when the caller stops reading', async () => {
    for (let i = 0; i <= model().slots; i += 1) {
      for await (const _ of model().generate(ask('Tell me a long story.', { maxTokens: 400 }))) break;
    }
    expect((await answer(model(), ask('Hello'))).text).not.toBe('');
  });

  it('keeps generations apart that run at once', async () => {
    const requests = Array.from({ length: Math.min(model().slots, 4) + 1 }, (_, i) => ask(`Tell me about day ${i}.`));
    const together = await Promise.all(requests.map((request) => answer(model(), request)));
    const prompts = new Set(together.map(({ usage }) => usage.promptTokens));
    expect(prompts.size).toBe(1);
    for (const { text } of together) expect(text).not.toBe('');
  });
}

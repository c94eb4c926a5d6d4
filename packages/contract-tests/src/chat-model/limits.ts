import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel, goOn } from './requests.ts';

export function keepsLimits(model: CurrentModel): void {
  it('ends with "length" at the limit of tokens', async () => {
    const { reason, usage } = await answer(model(), ask('Count from one to one hundred.', { maxTokens: 3 }));
    expect(reason).toBe('length');
    expect(usage.completionTokens).toBe(3);
  });

  it('ends before a stop text and sends none of it', async (context) => {
    if (!model().capabilities.has('stop')) return context.skip();
    const whole = await answer(model(), ask('Tell me about the sea.', { maxTokens: 24 }));
    // From within one word into the next, so that no token is the stop text.
    const stop = /\S\S\s\S\S/u.exec(whole.text)?.[0] ?? '';
    expect(stop).not.toBe('');
    const cut = await answer(model(), ask('Tell me about the sea.', { maxTokens: 24, stop: ['\u2063never', stop] }));
    expect(cut.reason).toBe('stop');
    expect(cut.text).toBe(whole.text.slice(0, whole.text.indexOf(stop)));
    expect(cut.usage.completionTokens).toBeLessThan(whole.usage.completionTokens);
  });

  it('gives the whole answer when no stop text comes', async (context) => {
    if (!model().capabilities.has('stop')) return context.skip();
    const whole = await answer(model(), ask('Tell me about the sea.'));
    // It begins as the answer ends, so that it is held back to the last.
    const stop = [`${whole.text.slice(-3)}\u2063never`];
    const same = await answer(model(), ask('Tell me about the sea.', { stop }));
    expect(same).toMatchObject({ text: whole.text, reason: whole.reason, usage: { completionTokens: 12 } });
  });

  it('refuses a prompt that its context cannot hold, and says both numbers', async (context) => {
    const { contextLength, capabilities } = model();
    if (contextLength === undefined) return context.skip();
    const words = 'word '.repeat(contextLength + 10);
    for (const request of capabilities.has('completions') ? [ask(words), goOn(words)] : [ask(words)]) {
      const refusal = await answer(model(), request).then(
        () => undefined,
        (error: unknown) => error as Error,
      );
      expect(refusal).toMatchObject({ code: 'context_length_exceeded' });
      const [needed, held] = (refusal!.message.match(/\d+/gu) ?? []).map(Number);
      expect(needed).toBeGreaterThan(contextLength);
      expect(held).toBe(contextLength);
    }
  });
}

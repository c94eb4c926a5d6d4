import type { ServiceError } from '@pareto/contracts';
import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel } from './requests.ts';

export function keepsLimits(model: CurrentModel): void {
  it('ends with "length" at the limit of tokens', async () => {
    const { reason, usage } = await answer(model(), ask('Count from one to one hundred.', { maxTokens: 3 }));
    expect(reason).toBe('length');
    expect(usage.completionTokens).toBe(3);
  });

  it('ends before a stop text and sends none of it', async (context) => {
    if (!model().capabilities.has('stop')) return context.skip();
    const whole = await answer(model(), ask('Tell me about the sea.', { maxTokens: 24 }));
    const stop = whole.text.trim().slice(5, 9);
    expect(stop).toHaveLength(4);
    const cut = await answer(model(), ask('Tell me about the sea.', { maxTokens: 24, stop: [stop] }));
    expect(cut.reason).toBe('stop');
    expect(cut.text).toBe(whole.text.slice(0, whole.text.indexOf(stop)));
  });

  it('refuses a prompt that its context cannot hold, and says both numbers', async (context) => {
    const { contextLength } = model();
    if (contextLength === undefined) return context.skip();
    const call = answer(model(), ask('word '.repeat(contextLength + 10)));
    await expect(call).rejects.toMatchObject({ code: 'context_length_exceeded' } satisfies Partial<ServiceError>);
    await expect(call).rejects.toThrow(new RegExp(`\\d.*${contextLength}`));
  });

  it('refuses an adapter that it does not have', async () => {
    const call = answer(model(), ask('Hello', { adapter: 'no-such-adapter' }));
    await expect(call).rejects.toMatchObject({ code: 'model_not_found', param: 'model' });
  });

  it('refuses what it cannot honour, by name', async () => {
    const probes = [
      ['seed', ask('Hello', { seed: 1 }), 'seed'],
      ['penalties', ask('Hello', { presencePenalty: 1 }), 'presence_penalty'],
      ['logprobs', ask('Hello', { topLogprobs: 0 }), 'logprobs'],
      ['json_object', ask('Hello', { responseFormat: { kind: 'json-object' } }), 'response_format'],
    ] as const;
    for (const [capability, request, param] of probes) {
      if (model().capabilities.has(capability)) continue;
      await expect(answer(model(), request)).rejects.toMatchObject({ code: 'parameter_unsupported', param });
    }
  });
}

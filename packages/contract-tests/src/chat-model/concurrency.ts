import { expect, it } from 'vitest';
import { type Answer, answer, ask, type CurrentModel } from './requests.ts';

const MOST = 4;

export function keepsGenerationsApart(model: CurrentModel): void {
  /** One more than run at once, as far as that is sensible here. */
  const days = () => Array.from({ length: Math.min(model().slots, MOST) + 1 }, (_, i) => i);

  it('keeps conversations apart that run at once', async () => {
    const together = await Promise.all(days().map((day) => answer(model(), ask(`Tell me about day ${day}.`))));
    expect(new Set(together.map(({ usage }) => usage.promptTokens)).size).toBe(1);
    for (const { text } of together) expect(text).not.toBe('');
  });

  it('keeps answers apart that run at once', async (context) => {
    if (!model().capabilities.has('json_schema')) return context.skip();
    const together = await Promise.all(days().map((day) => answer(model(), dayAsJson(day))));
    expect(together.map(dayOf)).toEqual(days());
  });

  it('goes on with the others when one leaves', async (context) => {
    if (!model().capabilities.has('json_schema')) return context.skip();
    const controller = new AbortController();
    const reason = new Error('one of them left');
    const leaving = answer(model(), ask('Tell me a long story.', { maxTokens: 400 }), controller.signal);
    const others = days().map((day) => answer(model(), dayAsJson(day)));
    const expectations = expect(leaving).rejects.toBe(reason);
    await others[0];
    controller.abort(reason);
    await expectations;
    expect((await Promise.all(others)).map(dayOf)).toEqual(days());
  });
}

/** Whatever the model thinks of it, the answer to one cannot be the answer to another. */
function dayAsJson(day: number) {
  const schema = {
    type: 'object',
    properties: { day: { const: day } },
    required: ['day'],
    additionalProperties: false,
  };
  return ask(`Which day is it? ${day}.`, {
    responseFormat: { kind: 'json-schema', name: 'day', schema },
    maxTokens: 40,
  });
}

function dayOf({ text }: Answer): unknown {
  return (JSON.parse(text) as { day: unknown }).day;
}

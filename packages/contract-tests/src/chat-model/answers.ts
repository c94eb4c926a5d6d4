import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel } from './requests.ts';

export function answersText(model: CurrentModel): void {
  it('streams an answer to a conversation and ends with its usage', async () => {
    const { text, usage, reason, calls } = await answer(model(), ask('Say hello.'));
    expect(text).not.toBe('');
    expect(calls).toEqual([]);
    expect(['stop', 'length']).toContain(reason);
    expect(usage.promptTokens).toBeGreaterThan(0);
    expect(usage.completionTokens).toBeGreaterThan(0);
    expect(usage.cachedTokens).toBeLessThanOrEqual(usage.promptTokens);
  });

  it('goes on from a text', async (context) => {
    if (!model().capabilities.has('completions')) return context.skip();
    const { prompt: _, ...rest } = ask('');
    const { text, usage } = await answer(model(), { ...rest, prompt: { kind: 'text', text: 'One, two, three,' } });
    expect(text).not.toBe('');
    expect(usage.promptTokens).toBeGreaterThan(0);
  });

  it('answers alike at temperature 0', async () => {
    const request = ask('Tell me about the sea.');
    expect((await answer(model(), request)).text).toBe((await answer(model(), request)).text);
  });

  it('answers alike with the same seed, and otherwise with another', async (context) => {
    if (!model().capabilities.has('seed')) return context.skip();
    const withSeed = (seed: number) => ask('Tell me about the sea.', { temperature: 1, seed });
    const first = await answer(model(), withSeed(7));
    expect((await answer(model(), withSeed(7))).text).toBe(first.text);
    const others = await Promise.all([1, 2, 3].map((seed) => answer(model(), withSeed(seed))));
    expect(others.some(({ text }) => text !== first.text)).toBe(true);
  });

  it('never splits a character', async () => {
    const { events } = await answer(model(), ask('Repeat: 漢字 🙂 naïve café', { maxTokens: 40 }));
    for (const event of events.slice(0, -2)) {
      if (event.type === 'text') expect(event.text.isWellFormed() && !event.text.includes('\uFFFD')).toBe(true);
    }
  });

  it('reads a conversation with a tool call and its result', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const request = ask('');
    const call = { id: 'call_1', name: 'get_time', arguments: '{"zone":"UTC"}' };
    const messages = [
      { role: 'system' as const, content: 'Be brief.' },
      { role: 'user' as const, content: 'What time is it?' },
      { role: 'assistant' as const, content: '', toolCalls: [call] },
      { role: 'tool' as const, content: '{"time":"12:00"}', toolCallId: 'call_1' },
    ];
    const prompt = {
      kind: 'chat' as const,
      messages,
      tools: [],
      toolChoice: 'none' as const,
      parallelToolCalls: false,
    };
    expect((await answer(model(), { ...request, prompt })).text).not.toBe('');
  });

  it('tells how likely its tokens were', async (context) => {
    if (!model().capabilities.has('logprobs')) return context.skip();
    const { logprobs, text } = await answer(model(), ask('Say hello.', { topLogprobs: 3, maxTokens: 6 }));
    expect(logprobs.length).toBeGreaterThan(0);
    expect(Buffer.from(logprobs.flatMap(({ bytes }) => bytes)).toString()).toContain(text.trim().slice(0, 3));
    for (const { logprob, top } of logprobs) {
      expect(logprob).toBeLessThanOrEqual(0);
      expect(top.length).toBeLessThanOrEqual(3);
      expect(top.reduce((sum, other) => sum + Math.exp(other.logprob), 0)).toBeLessThanOrEqual(1.001);
      expect(top.map((other) => other.logprob)).toEqual(top.map((other) => other.logprob).sort((a, b) => b - a));
    }
  });
}

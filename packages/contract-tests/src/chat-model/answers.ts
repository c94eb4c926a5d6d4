import { expect, it } from 'vitest';
import { answer, ask, type CurrentModel, goOn } from './requests.ts';

export function answersText(model: CurrentModel): void {
  it('streams an answer to a conversation and ends with its usage', async () => {
    const { events, text, usage, reason, calls } = await answer(model(), ask('Tell me about the sea.'));
    expect(text).not.toBe('');
    expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(1);
    expect(calls).toEqual([]);
    expect(['stop', 'length']).toContain(reason);
    expect(usage.completionTokens).toBeGreaterThan(0);
  });

  it('goes on from a text', async (context) => {
    if (!model().capabilities.has('completions')) return context.skip();
    const { text, calls } = await answer(model(), goOn('One, two, three,'));
    expect(text).not.toBe('');
    expect(calls).toEqual([]);
  });

  it('counts the tokens of the prompt', async () => {
    const short = await answer(model(), ask('Say hello.'));
    const long = await answer(model(), ask(`Say hello. ${'Say it again. '.repeat(10)}`));
    expect(long.usage.promptTokens).toBeGreaterThan(short.usage.promptTokens + 10);
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

  // What it expects of characters is expected of every answer.
  it('never splits a character', async () => {
    const { text } = await answer(model(), ask('Repeat: 漢字 🙂 naïve café', { maxTokens: 40 }));
    expect(text).not.toBe('');
  });

  it('reads a conversation with a tool call and its result', async (context) => {
    if (!model().capabilities.has('tools')) return context.skip();
    const call = { id: 'call_1', name: 'get_time', arguments: '{"zone":"UTC"}' };
    const prompt = {
      kind: 'chat',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What time is it?' },
        { role: 'assistant', content: '', toolCalls: [call] },
        { role: 'tool', content: '{"time":"12:00"}', toolCallId: 'call_1' },
      ],
      tools: [],
      toolChoice: 'none',
      parallelToolCalls: false,
    } as const;
    expect((await answer(model(), { ...ask(''), prompt })).text).not.toBe('');
  });
}

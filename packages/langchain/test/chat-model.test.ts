import { InMemoryCache } from '@langchain/core/caches';
import { getRetryable } from '@langchain/core/errors';
import { HumanMessage } from '@langchain/core/messages';
import { ServiceError } from '@pareto/contracts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scripted } from './scripted.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('PortChatModel', () => {
  it('answers with what it cost, and why it ended', async () => {
    const { chat } = scripted([{ text: 'At sea.' }], { config: { id: 'sailor' } });
    const answer = await chat.invoke('Where is the boat?');
    expect(answer.content).toBe('At sea.');
    expect(answer.usage_metadata).toMatchObject({
      input_tokens: 7,
      output_tokens: 3,
      total_tokens: 10,
      input_token_details: { cache_read: 0 },
    });
    expect(answer.response_metadata).toMatchObject({ finish_reason: 'stop', model_name: 'sailor' });
  });

  it.each([
    ['length', 'length'],
    ['content-filter', 'content_filter'],
    ['tool-calls', 'tool_calls'],
  ] as const)('calls the reason %s as OpenAI does', async (finishReason, expected) => {
    const { chat } = scripted([{ text: 'so', finishReason }]);
    expect((await chat.invoke('?')).response_metadata.finish_reason).toBe(expected);
  });

  it('takes sampling from the call, then from the model, then likeliest tokens', async () => {
    const { chat, model } = scripted([{ text: 'a' }], { temperature: 0.7, stop: ['END'], maxTokens: 50 });
    await chat.invoke('?', { temperature: 0.2, topP: 0.9, seed: 3 });
    await scripted([{ text: 'a' }]).chat.invoke('?');
    expect(model.requests[0]).toMatchObject({ temperature: 0.2, topP: 0.9, seed: 3, stop: ['END'], maxTokens: 50 });
    const plain = scripted([{ text: 'a' }]);
    await plain.chat.invoke('?');
    expect(plain.model.requests[0]).toMatchObject({ temperature: 0, topP: 1, stop: [], frequencyPenalty: 0 });
    expect(plain.model.requests[0]!.maxTokens).toBeUndefined();
  });

  it.each([
    [{ temperature: 7 }, 'temperature'],
    [{ maxTokens: 0 }, 'maxTokens'],
    [{ stop: [''] }, 'stop.0'],
    [{ response_format: { type: 'xml' } }, 'response_format.type'],
    [{ tool_choice: 'nobody' }, 'tool_choice'],
    [{ tool_choice: 'any' }, 'tool_choice'],
  ])('refuses %j by name', async (options, param) => {
    const { chat, model } = scripted([{ text: 'a' }]);
    await expect(chat.invoke('?', options as object)).rejects.toMatchObject({ code: 'request_invalid', param });
    expect(model.requests).toEqual([]);
  });

  it('passes over options that other providers have', async () => {
    const { chat } = scripted([{ text: 'fine' }]);
    const options = { strict: true, outputConfig: { format: {} }, responseSchema: {} } as object;
    expect((await chat.invoke('?', options)).content).toBe('fine');
  });

  it('throws errors of the port as they are, marked for retries, and tries nothing twice', async () => {
    const { chat, model } = scripted([{ failure: { code: 'chat_model_failed' } }]);
    const error = await chat.invoke('?').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ code: 'chat_model_failed', isRetryable: true });
    expect(getRetryable(error)).toBe(true);
    expect(model.requests).toHaveLength(1);
    const long = await scripted([], { config: { contextLength: 2 } })
      .chat.invoke('one two three')
      .catch((e: unknown) => e);
    expect(long).toMatchObject({ code: 'context_length_exceeded' });
    expect(getRetryable(long)).toBe(false);
  });

  it('stops at a signal and at a deadline', async () => {
    const { chat, model } = scripted([{ text: 'never', delayMs: 600_000 }]);
    const controller = new AbortController();
    const reason = new Error('left');
    const run = chat.invoke('?', { signal: controller.signal });
    await expect.poll(() => model.running).toBe(1);
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    await expect(chat.invoke('?', { timeout: 20 })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(model.running).toBe(0);
  });

  it('counts tokens by the function that it is given, and fetches nothing', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const words = (text: string) => text.split(' ').length;
    const { chat } = scripted([{ text: 'a' }], { countTokens: words });
    expect(await chat.getNumTokens('one two three')).toBe(3);
    expect(await chat.getNumTokens([{ type: 'text', text: 'one two' }])).toBe(2);
    expect(await scripted([]).chat.getNumTokens('nine char')).toBe(3);
    await chat.invoke('?');
    expect(fetched).not.toHaveBeenCalled();
  });

  it('tells what it can do, as agents ask', () => {
    expect(scripted([]).chat.profile).toMatchObject({
      maxInputTokens: 4_096,
      toolCalling: true,
      structuredOutput: true,
      imageInputs: false,
    });
    expect(scripted([], { config: { capabilities: ['chat'] } }).chat.profile).toMatchObject({
      toolCalling: false,
      structuredOutput: false,
    });
  });

  it("shares a cache with another model without taking that one's answers", async () => {
    const cache = new InMemoryCache(new Map());
    const one = scripted([{ text: 'one' }], { cache, config: { id: 'one' } });
    const two = scripted([{ text: 'two' }], { cache, config: { id: 'two' } });
    const warm = scripted([{ text: 'warm' }], { cache, temperature: 1, config: { id: 'one' } });
    const answers = [];
    for (const { chat } of [one, two, warm, one]) answers.push((await chat.invoke('?')).content);
    expect(answers).toEqual(['one', 'two', 'warm', 'one']);
    expect(one.model.requests).toHaveLength(1);
  });

  it('answers a batch, each question with its own answer', async () => {
    const { chat } = scripted([
      { when: 'first', text: '1' },
      { when: 'second', text: '2' },
    ]);
    const answers = await chat.batch(['first', [new HumanMessage('second')]]);
    expect(answers.map(({ content }) => content)).toEqual(['1', '2']);
  });

  it('gives log-probabilities in the form of OpenAI', async () => {
    const { chat } = scripted([{ text: 'two words' }], { topLogprobs: 1 });
    const { logprobs } = (await chat.invoke('?')).response_metadata as {
      logprobs: { content: { token: string; top_logprobs: { token: string }[] }[] };
    };
    expect(logprobs.content.map(({ token, top_logprobs: [top] }) => [token, top?.token])).toEqual([
      ['two', 'two'],
      [' words', ' words'],
    ]);
  });
});

import type { GenerationEvent, TokenLogprob } from '@pareto/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectPublished, expectPublishedTextChunk } from './openai-schemas.ts';
import { events, finish, ReplayModel } from './replay-model.ts';
import { dataOf, startServiceOn, type TestService } from './service.ts';

const bytes = [...Buffer.from('Hi')];
const logprob: TokenLogprob = {
  token: 'Hi',
  logprob: -0.5,
  bytes,
  top: [
    { token: 'Hi', logprob: -0.5, bytes },
    { token: 'Yo', logprob: -2, bytes: [...Buffer.from('Yo')] },
  ],
};
const SAYS_HI: GenerationEvent[] = [
  { type: 'text', text: 'Hi', logprobs: [logprob] },
  { type: 'text', text: ' there' },
  finish(),
];
const CALLS: GenerationEvent[] = [
  { type: 'tool-call', index: 0, id: 'call_1', name: 'weather' },
  { type: 'tool-arguments', index: 0, text: '{"city":' },
  { type: 'tool-arguments', index: 0, text: '"Rome"}' },
  { type: 'tool-call', index: 1, id: 'call_2', name: 'weather' },
  { type: 'tool-arguments', index: 1, text: '{"city":"Oslo"}' },
  finish('tool-calls'),
];
const user = { role: 'user', content: 'hi' };
const weather = { type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } };

let service: TestService;
const model = new ReplayModel(events());
beforeAll(async () => {
  service = await startServiceOn({ replay: model }, { LIMITS: 'off' });
});
afterAll(() => service.close());
beforeEach(() => {
  model.requests.length = 0;
  model.play = events(...SAYS_HI);
});

const chat = (body: object) => service.post('/v1/chat/completions', { model: 'replay', messages: [user], ...body });
const streamed = async (body: object) => dataOf((await chat({ stream: true, ...body })).text);
const complete = (body: object) => service.post('/v1/completions', { model: 'replay', prompt: 'Oh,', ...body });

describe('a chat completion', () => {
  it('is what OpenAI publishes', async () => {
    const { status, body } = await chat({ logprobs: true, top_logprobs: 2 });
    expect(status).toBe(200);
    expectPublished('CreateChatCompletionResponse', body);
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: 'replay',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hi there', refusal: null },
          logprobs: {
            content: [{ token: 'Hi', logprob: -0.5, bytes, top_logprobs: [{ token: 'Hi' }, { token: 'Yo' }] }],
          },
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 7,
        completion_tokens: 2,
        total_tokens: 9,
        prompt_tokens_details: { cached_tokens: 3 },
      },
    });
  });

  it('streams chunks that are what OpenAI publishes, and add up to the same', async () => {
    const chunks = await streamed({ logprobs: true, stream_options: { include_usage: true } });
    expect(chunks.pop()).toBe('[DONE]');
    for (const chunk of chunks) expectPublished('CreateChatCompletionStreamResponse', chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { content: 'Hi' },
      { content: ' there' },
      {},
      undefined,
    ]);
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([null, null, null, 'stop', undefined]);
    expect(chunks[1].choices[0].logprobs.content).toHaveLength(1);
    expect(chunks.map(({ usage }) => usage?.total_tokens)).toEqual([undefined, undefined, undefined, undefined, 9]);
    expect(new Set(chunks.map(({ id, created }) => `${id} ${created}`)).size).toBe(1);
  });

  it('is not stored on the way, and not collected by proxies', async () => {
    const { headers } = await chat({ stream: true });
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('cache-control')).toContain('no-cache');
  });

  it('holds tool calls', async () => {
    model.play = events(...CALLS);
    const { body } = await chat({ tools: [weather] });
    expectPublished('CreateChatCompletionResponse', body);
    expect(body.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
          { id: 'call_2', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
        ],
      },
    });
  });

  it('streams tool calls as deltas', async () => {
    model.play = events(...CALLS);
    const chunks = await streamed({ tools: [weather] });
    expect(chunks.pop()).toBe('[DONE]');
    for (const chunk of chunks) expectPublished('CreateChatCompletionStreamResponse', chunk);
    const deltas = chunks.flatMap(({ choices }) => choices[0].delta.tool_calls ?? []);
    expect(deltas).toEqual([
      { index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } },
      { index: 0, function: { arguments: '{"city":' } },
      { index: 0, function: { arguments: '"Rome"}' } },
      { index: 1, id: 'call_2', type: 'function', function: { name: 'weather', arguments: '' } },
      { index: 1, function: { arguments: '{"city":"Oslo"}' } },
    ]);
  });

  it('can have several choices, of which each has another seed and all share one prompt', async () => {
    const { body } = await chat({ n: 3, seed: 5 });
    expect(body.choices.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2]);
    expect(body.usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 6, total_tokens: 13 });
    expect(model.requests.map(({ seed }) => seed)).toEqual([5, 6, 7]);
    const chunks = await streamed({ n: 2 });
    const begins = chunks.filter((chunk) => chunk.choices?.[0]?.delta.role);
    expect(begins.map(({ choices }) => choices[0].index)).toEqual([0, 1]);
  });
});

describe('what the model is asked', () => {
  it('follows from the request', async () => {
    await chat({
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          name: 'Ann',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c', content: '12' },
      ],
      tools: [weather],
      temperature: 0,
      max_completion_tokens: 5,
      stop: 'END',
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
    });
    expect(model.requests[0]).toMatchObject({
      prompt: {
        kind: 'chat',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Ann: ab' },
          { role: 'assistant', content: '', toolCalls: [{ id: 'c', name: 'f', arguments: '{}' }] },
          { role: 'tool', toolCallId: 'c', content: '12' },
        ],
        tools: [{ name: 'weather' }],
        toolChoice: 'auto',
        parallelToolCalls: true,
      },
      responseFormat: { kind: 'json-schema', name: 'x', schema: { type: 'object' } },
      temperature: 0,
      topP: 1,
      maxTokens: 5,
      stop: ['END'],
    });
  });

  it.each([
    [undefined, 'auto', ['a', 'b']],
    ['none', 'none', ['a', 'b']],
    ['required', 'required', ['a', 'b']],
    [{ type: 'function', function: { name: 'b' } }, { name: 'b' }, ['a', 'b']],
    [
      {
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'b' } }] },
      },
      'required',
      ['b'],
    ],
  ])('tool_choice %j', async (choice, expected, names) => {
    const tools = ['a', 'b'].map((name) => ({ type: 'function', function: { name } }));
    expect((await chat({ tools, tool_choice: choice })).status).toBe(200);
    const { prompt } = model.requests[0]!;
    expect(prompt).toMatchObject({ toolChoice: expected, tools: names.map((name) => ({ name })) });
  });

  it('names an adapter', async () => {
    expect((await chat({ model: 'replay:polite' })).body.model).toBe('replay');
    expect(model.requests[0]?.adapter).toBe('polite');
  });
});

describe('a text completion', () => {
  it('is what OpenAI publishes', async () => {
    const { body } = await complete({ logprobs: 2 });
    expectPublished('CreateCompletionResponse', body);
    expect(body.choices).toEqual([
      {
        index: 0,
        text: 'Hi there',
        finish_reason: 'stop',
        logprobs: {
          tokens: ['Hi'],
          token_logprobs: [-0.5],
          top_logprobs: [{ Hi: -0.5, Yo: -2 }],
          text_offset: [0],
        },
      },
    ]);
    expect(model.requests[0]).toMatchObject({ prompt: { kind: 'text', text: 'Oh,' }, maxTokens: 16 });
  });

  it('takes several prompts, and echoes them', async () => {
    const { body } = await complete({ prompt: ['a ', 'b '], n: 2, echo: true });
    expect(body.choices.map(({ text }: { text: string }) => text)).toEqual([
      'a Hi there',
      'a Hi there',
      'b Hi there',
      'b Hi there',
    ]);
    expect(body.usage).toMatchObject({ prompt_tokens: 14, completion_tokens: 8 });
  });

  it('streams', async () => {
    const { text } = await complete({ stream: true, echo: true, stream_options: { include_usage: true } });
    const chunks = dataOf(text);
    expect(chunks.pop()).toBe('[DONE]');
    for (const chunk of chunks) expectPublishedTextChunk(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.text).join('')).toBe('Oh,Hi there');
    expect(chunks.at(-1).usage.total_tokens).toBe(9);
  });
});

describe('errors and models', () => {
  it('are what OpenAI publishes', async () => {
    expectPublished('ErrorResponse', (await chat({ n: 0 })).body);
    const { body } = await service.get('/v1/models');
    expectPublished('ListModelsResponse', body);
    expect(body.data).toMatchObject([{ id: 'replay', state: 'ready', context_length: 1_000, adapters: ['polite'] }]);
    expectPublished('Model', (await service.get('/v1/models/replay')).body);
    expect((await service.get('/v1/models/replay:polite')).status).toBe(200);
    expect((await service.get('/v1/models/a/b')).body.error.code).toBe('model_not_found');
  });
});

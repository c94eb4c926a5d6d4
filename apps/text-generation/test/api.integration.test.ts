import { Ajv2020 } from 'ajv/dist/2020.js';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectPublished, expectPublishedTextChunk } from './openai-schemas.ts';
import { EMBEDDER, hasModels, SMALL_MODEL, startService, type TestService } from './service.ts';

// A busy machine generates a few tokens a second.
vi.setConfig({ testTimeout: 60_000 });

const model = SMALL_MODEL;
const messages = [{ role: 'user' as const, content: 'Say hello to Rome in one short sentence.' }];
const person = {
  type: 'object',
  properties: { name: { type: 'string', maxLength: 20 }, age: { type: 'integer' } },
  required: ['name', 'age'],
  additionalProperties: false,
};
const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', maxLength: 30 }, unit: { enum: ['celsius', 'fahrenheit'] } },
      required: ['city', 'unit'],
      additionalProperties: false,
    },
  },
};
const satisfies = (schema: object, json: string) => expect(new Ajv2020().validate(schema, JSON.parse(json))).toBe(true);

describe.skipIf(!hasModels)('text-generation with the official client (needs model files)', () => {
  let service: TestService;
  let client: OpenAI;

  beforeAll(async () => {
    service = await startService({ SLOTS: '2', QUEUE_SIZE: '0', CONTEXT_LENGTH: '512' });
    client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'none', maxRetries: 0 });
    await vi.waitFor(async () => expect((await service.get('/health/ready')).status).toBe(200), 60_000);
  }, 60_000);
  afterAll(() => service?.close());

  const slotsUsed = async () => /gen_ai_server_slots_used\{.*\} (\d+)/.exec((await service.get('/metrics')).text)?.[1];

  it('answers a chat as OpenAI publishes it, and the same again with the same seed', async () => {
    const request = { model, messages, max_tokens: 16, seed: 3 };
    const answer = await client.chat.completions.create(request);
    expectPublished('CreateChatCompletionResponse', answer);
    const { choices, usage } = await client.chat.completions.create(request);
    expect(choices[0]?.message.content).toBe(answer.choices[0]?.message.content);
    expect(usage?.completion_tokens).toBeLessThanOrEqual(16);
    expect(usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(0);
  });

  it('streams the same text, whole in its characters, with the same usage', async () => {
    const request = { model, messages, max_tokens: 24, temperature: 0 };
    const whole = await client.chat.completions.create(request);
    const stream = await client.chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage: OpenAI.CompletionUsage | null | undefined;
    let finish: string | null | undefined;
    for await (const chunk of stream) {
      expectPublished('CreateChatCompletionStreamResponse', chunk);
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(finish).toBe(whole.choices[0]?.finish_reason);
    expect(usage?.completion_tokens).toBe(whole.usage?.completion_tokens);
    expect(usage?.prompt_tokens).toBe(whole.usage?.prompt_tokens);
  });

  it('ends at a stop text, which is no part of the answer', async () => {
    const prompt = 'one, two, three, four, five, six, seven,';
    const { choices } = await client.completions.create({ model, prompt, max_tokens: 16, temperature: 0, stop: ',' });
    expect(choices[0]?.text).not.toContain(',');
    expect(choices[0]?.finish_reason).toBe('stop');
  });

  it('gives n answers and counts the prompt once', async () => {
    const one = await client.chat.completions.create({ model, messages, max_tokens: 4, seed: 1 });
    const { choices, usage } = await client.chat.completions.create({ model, messages, max_tokens: 4, n: 3, seed: 1 });
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(choices[0]?.message.content).toBe(one.choices[0]?.message.content);
    expect(usage?.prompt_tokens).toBe(one.usage?.prompt_tokens);
  });

  it('tells how likely its tokens were', async () => {
    const request = { model, messages, max_tokens: 3, temperature: 0, logprobs: true, top_logprobs: 3 };
    const answer = await client.chat.completions.create(request);
    expectPublished('CreateChatCompletionResponse', answer);
    const content = answer.choices[0]?.logprobs?.content ?? [];
    expect(content.map(({ token }) => token).join('')).toBe(answer.choices[0]?.message.content);
    for (const { token, logprob, top_logprobs: top } of content) {
      expect(top).toHaveLength(3);
      expect(top[0]).toMatchObject({ token, logprob });
      expect(logprob).toBeLessThanOrEqual(0);
    }
  });

  it('gives JSON that satisfies its schema, or is an object', async () => {
    const ask = 'Make up a person. Answer in JSON.';
    const request = { model, messages: [{ role: 'user' as const, content: ask }], max_tokens: 100, seed: 2 };
    const schema = { type: 'json_schema' as const, json_schema: { name: 'person', strict: true, schema: person } };
    const strict = await client.chat.completions.create({ ...request, response_format: schema });
    satisfies(person, strict.choices[0]!.message.content!);
  });

  it('calls a tool with arguments that satisfy their schema, also in a stream', async () => {
    const ask = [{ role: 'user' as const, content: 'What is the weather in Rome, in celsius?' }];
    const request = {
      model,
      messages: ask,
      tools: [weather],
      tool_choice: 'required' as const,
      max_tokens: 100,
      seed: 4,
    };
    const { choices } = await client.chat.completions.create(request);
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    const call = choices[0]!.message.tool_calls![0] as OpenAI.ChatCompletionMessageFunctionToolCall;
    expect(call.function.name).toBe('get_weather');
    satisfies(weather.function.parameters, call.function.arguments);

    const runner = client.chat.completions.stream(request);
    const final = await runner.finalChatCompletion();
    expect(final.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: 'get_weather', arguments: call.function.arguments },
    });
    const answered = await client.chat.completions.create({
      model,
      tools: [weather],
      max_tokens: 8,
      messages: [...ask, choices[0]!.message, { role: 'tool', tool_call_id: call.id, content: '21 degrees' }],
    });
    expect(answered.choices).toHaveLength(1);
  });

  it('completes text, and streams it as OpenAI publishes', async () => {
    const request = { model, prompt: 'Once upon a time', max_tokens: 8, temperature: 0 };
    const whole = await client.completions.create({ ...request, logprobs: 2 });
    expectPublished('CreateCompletionResponse', whole);
    let text = '';
    for await (const chunk of await client.completions.create({ ...request, stream: true })) {
      expectPublishedTextChunk(chunk);
      text += chunk.choices[0]?.text ?? '';
    }
    expect(text).toBe(whole.choices[0]?.text);
  });

  it('embeds texts, as floats and as base64', async () => {
    const input = ['a cat', 'a kitten', 'the stock market'];
    const floats = await client.embeddings.create({ model: EMBEDDER, input, encoding_format: 'float' });
    expectPublished('CreateEmbeddingResponse', floats);
    // The client asks for base64 by itself, and decodes it.
    const decoded = await client.embeddings.create({ model: EMBEDDER, input });
    const vectors = floats.data.map(({ embedding }) => embedding);
    for (const [i, { embedding }] of decoded.data.entries()) {
      expect(embedding).toHaveLength(384);
      for (const [j, x] of embedding.entries()) expect(x).toBeCloseTo(vectors[i]![j]!, 6);
    }
    const cosine = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    expect(cosine(vectors[0]!, vectors[1]!)).toBeGreaterThan(cosine(vectors[0]!, vectors[2]!));
    // [CLS] a cat [SEP], and so on.
    expect(floats.usage).toEqual({ prompt_tokens: 13, total_tokens: 13 });
    await expect(client.embeddings.create({ model: EMBEDDER, input, dimensions: 100 })).rejects.toMatchObject({
      status: 400,
      param: 'dimensions',
    });
    await expect(client.embeddings.create({ model: EMBEDDER, input: [1, 2] })).rejects.toMatchObject({
      code: 'content_unsupported',
    });
    await expect(client.embeddings.create({ model: EMBEDDER, input: 'word '.repeat(300) })).rejects.toMatchObject({
      code: 'context_length_exceeded',
    });
  });

  it('lists its models', async () => {
    const listed = await Array.fromAsync(client.models.list());
    expect(listed.map(({ id }) => id)).toEqual([model, EMBEDDER]);
    expect(await client.models.retrieve(model)).toMatchObject({ context_length: 512, slots: 2, licence: 'Apache-2.0' });
  });

  it('refuses with the exception classes of the client', async () => {
    const ask = (body: object) =>
      client.chat.completions.create({ model, messages, ...body }).catch((error: unknown) => error);
    expect(await ask({ n: 0 })).toBeInstanceOf(OpenAI.BadRequestError);
    expect(await ask({ model: 'gpt-9' })).toBeInstanceOf(OpenAI.NotFoundError);
    const long = await ask({ messages: [{ role: 'user', content: 'word '.repeat(1_000) }] });
    expect(long).toBeInstanceOf(OpenAI.BadRequestError);
    expect(long).toMatchObject({ code: 'context_length_exceeded', param: 'messages' });
    expect((long as Error).message).toMatch(/\d{4}.*512/);
  });

  it('frees the slots of callers that leave, and refuses while there is none', async () => {
    const endless = { model, messages, stream: true as const, max_tokens: 400, response_format: countless };
    const streams = await Promise.all([0, 1].map(() => client.chat.completions.create(endless)));
    await Promise.all(streams.map((stream) => stream[Symbol.asyncIterator]().next()));
    const refused = await client.chat.completions.create({ model, messages }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OpenAI.RateLimitError);
    expect(refused).toMatchObject({ code: 'queue_full' });
    for (const stream of streams) stream.controller.abort();
    await vi.waitFor(async () => expect(await slotsUsed()).toBe('0'), 5_000);
    expect((await client.chat.completions.create({ model, messages, max_tokens: 1 })).choices).toHaveLength(1);
  });
});

/** Keeps a small model busy, which would end its answer by itself. */
const countless = {
  type: 'json_schema' as const,
  json_schema: { name: 'numbers', schema: { type: 'array', items: { type: 'integer' }, minItems: 400 } },
};

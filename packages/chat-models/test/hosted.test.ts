import type { ChatModel, GenerationEvent, GenerationRequest } from '@pareto/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HuggingFaceChatModel } from '../src/hugging-face/hugging-face-chat-model.ts';
import { OpenAiCompatibleChatModel } from '../src/openai-compatible/openai-compatible-chat-model.ts';
import {
  byteByByte,
  DONE,
  delta,
  event,
  json,
  type OpenAiServer,
  type Reply,
  type Step,
  startOpenAiServer,
  USAGE,
  usage,
} from './openai-server.ts';

const KEY = 'hf_very-secret-key';
const SECRET = 'the launch code is 0000';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server?.stop());

const adapters: Record<string, (timeoutMs?: number) => ChatModel> = {
  'openai-compatible': (timeoutMs = 10_000) =>
    new OpenAiCompatibleChatModel({
      kind: 'openai-compatible',
      baseUrl: `${server.url}/v1`,
      apiKey: KEY,
      model: 'm',
      server: 'vllm',
      timeoutMs,
    }),
  'hugging-face': (timeoutMs = 10_000) =>
    new HuggingFaceChatModel({ kind: 'hugging-face', token: KEY, model: 'm', endpointUrl: server.url, timeoutMs }),
};

function ask(options: Partial<GenerationRequest> = {}): GenerationRequest {
  const tool = { name: 'get_time', parameters: { type: 'object' } };
  return {
    prompt: {
      kind: 'chat',
      messages: [{ role: 'user', content: SECRET }],
      tools: [tool],
      toolChoice: 'auto',
      parallelToolCalls: true,
    },
    responseFormat: { kind: 'text' },
    temperature: 1,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
    ...options,
  };
}

const USED = { promptTokens: 9, cachedTokens: 5, completionTokens: 4 };
const finish = (reason: string): object => ({ type: 'finish', reason, usage: USED });
const textOf = (events: readonly GenerationEvent[]) =>
  events.map((one) => (one.type === 'text' ? one.text : '')).join('');

describe.each(Object.entries(adapters))('%s', (_name, create) => {
  const run = (reply: Reply | readonly Step[], request = ask(), model = create()) => {
    server.state.reply = 'steps' in reply ? reply : { steps: reply };
    return Array.fromAsync(model.generate(request));
  };
  const failure = (reply: Reply | readonly Step[], model = create()) =>
    run(reply, ask(), model).then(
      () => undefined,
      (error: unknown) => error as Error & { code: string; param?: string; retryAfterSeconds?: number },
    );

  it('streams text and ends with the exact usage', async () => {
    const steps = [delta({ role: 'assistant', content: '' }), delta({ content: 'Hel' }), delta({ content: 'lo' })];
    const events = await run([...steps, delta({}, 'stop'), usage(), DONE]);
    expect(events).toEqual([{ type: 'text', text: 'Hel' }, { type: 'text', text: 'lo' }, finish('stop')]);
    expect(server.requests.at(-1)!.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(server.requests.at(-1)!.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it('takes usage from the last chunk of the answer, and does without [DONE]', async () => {
    const last = event({ choices: [{ index: 0, delta: { content: 'a' }, finish_reason: 'length' }], usage: USAGE });
    expect(await run([': waiting\n\n', last])).toEqual([{ type: 'text', text: 'a' }, finish('length')]);
  });

  it('keeps characters whole that arrive byte by byte', async () => {
    const events = await run(byteByByte(delta({ content: '漢字 🙂 café' }), delta({}, 'stop'), usage(), DONE));
    expect(textOf(events)).toBe('漢字 🙂 café');
  });

  it('cuts a stop text that the server sends along', async () => {
    const steps = [delta({ content: 'one tw' }), delta({ content: 'o three' }), delta({}, 'stop'), usage(), DONE];
    expect(textOf(await run(steps, ask({ stop: ['two'] })))).toBe('one ');
  });

  it('numbers streamed calls from 0 and keeps their ids', async () => {
    const call = (index: number, more: object) => delta({ tool_calls: [{ index, ...more }] });
    const events = await run([
      call(3, { id: 'a', type: 'function', function: { name: 'get_time', arguments: '' } }),
      call(3, { function: { arguments: '{"zone":' } }),
      call(3, { function: { arguments: '"UTC"}' } }),
      call(5, { id: 'b', type: 'function', function: { name: 'get_time', arguments: '' } }),
      delta({}, 'tool_calls'),
      usage(),
      DONE,
    ]);
    expect(events).toEqual([
      { type: 'tool-call', index: 0, id: 'a', name: 'get_time' },
      { type: 'tool-arguments', index: 0, text: '{"zone":' },
      { type: 'tool-arguments', index: 0, text: '"UTC"}' },
      { type: 'tool-call', index: 1, id: 'b', name: 'get_time' },
      { type: 'tool-arguments', index: 1, text: '{}' },
      finish('tool-calls'),
    ]);
  });

  it('takes whole calls at once, at one index or at none, with "stop" as the reason', async () => {
    const whole = (id: string, more: object) => ({ id, ...more, function: { name: 'get_time', arguments: '{}' } });
    const object = { function: { name: 'get_time', arguments: { zone: 'UTC' } } };
    const calls = [whole('a', { index: 0 }), whole('b', { index: 0 }), object, object];
    const events = await run([delta({ tool_calls: calls }), delta({}, 'stop'), usage(), DONE]);
    expect(events.filter(({ type }) => type === 'tool-call')).toEqual([
      { type: 'tool-call', index: 0, id: 'a', name: 'get_time' },
      { type: 'tool-call', index: 1, id: 'b', name: 'get_time' },
      { type: 'tool-call', index: 2, id: expect.stringMatching(/^call_\w{24}$/), name: 'get_time' },
      { type: 'tool-call', index: 3, id: expect.stringMatching(/^call_\w{24}$/), name: 'get_time' },
    ]);
    expect(events).toContainEqual({ type: 'tool-arguments', index: 3, text: '{"zone":"UTC"}' });
    expect(events.at(-1)).toEqual(finish('tool-calls'));
  });

  it('gives one call where the caller wants no more', async () => {
    const { prompt } = ask();
    const request = ask({ prompt: { ...prompt, parallelToolCalls: false } as GenerationRequest['prompt'] });
    const call = (index: number) => ({ index, id: `id${index}`, function: { name: 'get_time', arguments: '{}' } });
    const events = await run([delta({ tool_calls: [call(0), call(1)] }), delta({}, 'stop'), usage(), DONE], request);
    expect(events.filter(({ type }) => type !== 'finish').map((one) => 'index' in one && one.index)).toEqual([0, 0]);
  });

  it('reads log-probabilities of both routes', async () => {
    const top = [{ token: 'hi', logprob: -0.5, bytes: [104, 105] }];
    const logprobs = { content: [{ token: 'hi', logprob: -0.5, bytes: null, top_logprobs: top }] };
    const chat = [delta({ content: 'hi' }, null, { logprobs }), delta({}, 'stop'), usage(), DONE];
    const expected = [{ token: 'hi', logprob: -0.5, bytes: [104, 105], top }];
    expect((await run(chat, ask({ topLogprobs: 1 })))[0]).toEqual({ type: 'text', text: 'hi', logprobs: expected });

    const columns = { tokens: ['hi'], token_logprobs: [-0.5], top_logprobs: [{ hi: -0.5 }], text_offset: [0] };
    const text = event({ choices: [{ index: 0, text: 'hi', logprobs: columns, finish_reason: 'stop' }] });
    const request = ask({ prompt: { kind: 'text', text: 'say' }, topLogprobs: 1, maxTokens: 5 });
    const events = await run([text, usage(), DONE], request);
    expect(events).toEqual([{ type: 'text', text: 'hi', logprobs: expected }, finish('stop')]);
    expect(server.requests.at(-1)).toMatchObject({
      path: '/v1/completions',
      body: { prompt: 'say', max_tokens: 5, logprobs: 1, stream_options: { include_usage: true } },
    });
  });

  it.each<[string, Reply | readonly Step[], object]>([
    ['500', json(500, { error: { message: SECRET } }), { code: 'chat_model_failed' }],
    [
      '503 as text',
      { status: 503, headers: { 'content-type': 'text/plain' }, steps: [SECRET] },
      { code: 'chat_model_failed' },
    ],
    [
      '429 with Retry-After',
      json(429, { error: {} }, { 'retry-after': '7' }),
      { code: 'chat_model_failed', retryAfterSeconds: 7 },
    ],
    ['408', json(408, {}), { code: 'chat_model_failed' }],
    [
      '401',
      json(401, { error: { message: `bad key ${KEY}` } }),
      { code: 'chat_model_failed', message: 'the server refuses the API key (401)' },
    ],
    [
      '404',
      json(404, { error: { message: 'no model' } }),
      { code: 'chat_model_failed', message: 'the server does not have the model (404)' },
    ],
    [
      '400 with a parameter',
      json(400, { error: { message: SECRET, param: 'top_p', code: null } }),
      { code: 'parameter_unsupported', param: 'top_p' },
    ],
    ['422 of TGI', json(422, { error: SECRET, error_type: 'validation' }), { code: 'parameter_unsupported' }],
    [
      'a prompt that is too long',
      json(400, {
        error: {
          message: 'maximum context length is 4096 tokens, you requested 5000',
          param: 'messages',
          code: 'context_length_exceeded',
        },
      }),
      {
        code: 'context_length_exceeded',
        message: 'the request needs 5000 tokens, and the context of the model holds 4096',
      },
    ],
    [
      'a prompt that is too long, in the words of llama-server, inside the stream',
      [event({ error: { code: 400, type: 'exceed_context_size_error', message: 'request (900 tokens) exceeds 512' } })],
      { code: 'context_length_exceeded' },
    ],
    [
      'an error in the middle',
      [delta({ content: 'a' }), event({ error: { message: SECRET, type: 'server_error' } })],
      { code: 'chat_model_failed' },
    ],
    ['the end without a reason', [delta({ content: 'a' })], { code: 'chat_model_failed' }],
    ['[DONE] without a reason', [delta({ content: 'a' }), DONE], { code: 'chat_model_failed' }],
    ['a broken connection', [delta({ content: 'a' }), { pauseMs: 20 }, 'hang-up'], { code: 'chat_model_failed' }],
    ['garbage', ['data: {"choices": [\n\n'], { code: 'chat_model_invalid' }],
    ['another shape', [event({ choices: 'none' })], { code: 'chat_model_invalid' }],
    ['an unknown end', [delta({}, 'vanished'), usage(), DONE], { code: 'chat_model_invalid' }],
    ['no usage', [delta({ content: 'a' }), delta({}, 'stop'), DONE], { code: 'chat_model_invalid' }],
    [
      'arguments without a call',
      [delta({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] })],
      { code: 'chat_model_invalid' },
    ],
  ])('names %s, without prompt or key', async (_what, reply, expected) => {
    const error = await failure(reply);
    expect(error).toMatchObject(expected);
    const told = `${error!.message} ${error!.stack} ${JSON.stringify(error)} ${String(error!.cause ?? '')}`;
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(KEY);
  });

  it('gives up on a server that is silent, before its first token and after it', async () => {
    for (const steps of [['stay-silent'], [delta({ content: 'a' }), 'stay-silent']] as const) {
      expect(await failure(steps, create(50))).toMatchObject({ code: 'chat_model_failed' });
      await server.requests.at(-1)!.left;
    }
  });

  it('waits for a first token that is slow', async () => {
    const events = await run([{ pauseMs: 150 }, delta({ content: 'a' }), delta({}, 'stop'), usage(), DONE]);
    expect(textOf(events)).toBe('a');
  });

  it('throws the reason of an abort and closes the connection, before the first token and after it', async () => {
    const reason = new Error('the caller left');
    await expect(Array.fromAsync(create().generate(ask(), { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    for (const steps of [['stay-silent'], [delta({ content: 'a' }), 'stay-silent']] as const) {
      server.state.reply = { steps };
      const known = server.requests.length;
      const caller = new AbortController();
      const call = Array.fromAsync(create().generate(ask(), { signal: caller.signal })).catch(
        (error: unknown) => error,
      );
      await expect.poll(() => server.requests.length).toBe(known + 1);
      caller.abort(reason);
      expect(await call).toBe(reason);
      await server.requests.at(-1)!.left;
    }
  });

  it('closes the connection when the caller stops reading', async () => {
    server.state.reply = { steps: [delta({ content: 'a' }), 'stay-silent'] };
    for await (const _ of create().generate(ask())) break;
    await server.requests.at(-1)!.left;
  });

  it('says when nothing listens there', async () => {
    const gone = await startOpenAiServer();
    gone.stop();
    const options = { model: 'm', timeoutMs: 5_000 };
    const models: ChatModel[] = [
      new OpenAiCompatibleChatModel({ kind: 'openai-compatible', baseUrl: `${gone.url}/v1`, ...options }),
      new HuggingFaceChatModel({ kind: 'hugging-face', token: KEY, endpointUrl: gone.url, ...options }),
    ];
    for (const model of models) {
      await expect(Array.fromAsync(model.generate(ask()))).rejects.toMatchObject({ code: 'chat_model_failed' });
      await expect(model.ping()).rejects.toMatchObject({ code: 'chat_model_failed' });
    }
  });

  it('pings with the list of models', async () => {
    server.state.reply = json(200, { object: 'list', data: [] });
    await create().ping();
    expect(server.requests.at(-1)).toMatchObject({ method: 'GET', path: '/v1/models' });
    server.state.reply = json(401, {});
    await expect(create().ping()).rejects.toMatchObject({ code: 'chat_model_failed' });
  });
});

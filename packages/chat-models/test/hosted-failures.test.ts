import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, HOSTED_MODELS, KEY, SECRET } from './hosted-models.ts';
import {
  DONE,
  delta,
  event,
  json,
  type OpenAiServer,
  type Reply,
  type Step,
  startOpenAiServer,
  usage,
} from './openai-server.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server?.stop());

describe.each(Object.entries(HOSTED_MODELS))('failures of %s', (_name, create) => {
  const failure = async (reply: Reply, timeoutMs?: number) => {
    server.state.reply = reply;
    const model = create({ url: server.url, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    return Array.fromAsync(model.generate(ask())).then(
      () => undefined,
      (error: unknown) => error as Error,
    );
  };

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
    [
      '503 with a date',
      json(503, {}, { 'retry-after': new Date(Date.now() + 6e5).toUTCString() }),
      { code: 'chat_model_failed', retryAfterSeconds: expect.closeTo(600, -2) },
    ],
    [
      '429 in milliseconds',
      json(429, {}, { 'retry-after-ms': '1200' }),
      { code: 'chat_model_failed', retryAfterSeconds: 2 },
    ],
    [
      'a schema that OpenAI does not take',
      json(400, {
        error: {
          message: "Invalid schema for response_format 'answer': In context=(), ...",
          param: 'response_format',
          code: null,
        },
      }),
      { code: 'schema_unsupported', param: 'response_format' },
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
    const error = await failure('steps' in reply ? reply : { steps: reply });
    expect(error).toMatchObject(expected);
    const told = `${error!.message} ${error!.stack} ${JSON.stringify(error)} ${String(error!.cause ?? '')}`;
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(KEY);
  });

  it('gives up on a server that is silent, before its first token and after it', async () => {
    for (const steps of [['stay-silent'], [delta({ content: 'a' }), 'stay-silent']] as const) {
      expect(await failure({ steps }, 50)).toMatchObject({ code: 'chat_model_failed' });
      await server.requests.at(-1)!.left;
    }
  });

  it('throws the reason of an abort and closes the connection, before the first token and after it', async () => {
    const reason = new Error('the caller left');
    await expect(
      Array.fromAsync(create({ url: server.url }).generate(ask(), { signal: AbortSignal.abort(reason) })),
    ).rejects.toBe(reason);
    for (const steps of [['stay-silent'], [delta({ content: 'a' }), 'stay-silent']] as const) {
      server.state.reply = { steps };
      const known = server.requests.length;
      const caller = new AbortController();
      const call = Array.fromAsync(create({ url: server.url }).generate(ask(), { signal: caller.signal })).catch(
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
    for await (const _ of create({ url: server.url }).generate(ask())) break;
    await server.requests.at(-1)!.left;
  });

  it('says when nothing listens there', async () => {
    const gone = await startOpenAiServer();
    gone.stop();
    const model = create({ url: gone.url });
    await expect(Array.fromAsync(model.generate(ask()))).rejects.toMatchObject({ code: 'chat_model_failed' });
    await expect(model.ping()).rejects.toMatchObject({ code: 'chat_model_failed' });
  });

  it('pings with the list of models', async () => {
    server.state.reply = json(200, { object: 'list', data: [] });
    await create({ url: server.url }).ping();
    expect(server.requests.at(-1)).toMatchObject({ method: 'GET', path: '/v1/models' });
    server.state.reply = json(401, {});
    await expect(create({ url: server.url }).ping()).rejects.toMatchObject({ code: 'chat_model_failed' });
  });
});

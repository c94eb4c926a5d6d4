import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events, finish, ReplayModel } from './replay-model.ts';
import { startServiceOn, type TestService } from './service.ts';

let service: TestService;
const bare = new ReplayModel(events({ type: 'text', text: 'hi' }, finish()), { capabilities: ['chat', 'completions'] });
const full = new ReplayModel(events({ type: 'text', text: 'hi' }, finish()));

beforeAll(async () => {
  service = await startServiceOn(
    { bare, full },
    { LIMITS: 'off', BODY_LIMIT_BYTES: '100000', API_KEYS: 'anna:12345678' },
  );
});
afterAll(() => service.close());

const user = { role: 'user', content: 'hi' };
const chat = (body: object) => service.post('/v1/chat/completions', { model: 'full', messages: [user], ...body });
const tool = (parameters: unknown, name: unknown = 'f') => ({
  tools: [{ type: 'function', function: { name, parameters } }],
});
const deep = (levels: number): object => (levels === 0 ? {} : { type: 'array', items: deep(levels - 1) });
const nested = (levels: number): unknown => Array.from({ length: levels }).reduce((inner) => [inner], 1);
const wide = { anyOf: Array.from({ length: 5_001 }, () => ({})) };

describe('bad input to chat completions', () => {
  it.each<[string, object, string, string]>([
    ['no messages', { messages: [] }, 'request_invalid', 'messages'],
    ['a message without a role', { messages: [{ content: 'hi' }] }, 'request_invalid', 'messages.0.role'],
    ['content that is no text', { messages: [{ role: 'user', content: 5 }] }, 'request_invalid', 'messages.0.content'],
    [
      'an image',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'a' },
              { type: 'image_url', image_url: {} },
            ],
          },
        ],
      },
      'content_unsupported',
      'messages.0.content.1',
    ],
    [
      'audio',
      { messages: [user, { role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }] },
      'content_unsupported',
      'messages.1.content.0',
    ],
    ['a lone surrogate', { messages: [{ role: 'user', content: '\ud800' }] }, 'text_malformed', 'messages.0.content'],
    ['an assistant that says nothing', { messages: [{ role: 'assistant' }] }, 'request_invalid', 'messages.0.content'],
    [
      'an answer of a tool that nobody called',
      { messages: [{ role: 'tool', content: 'x', tool_call_id: 'c' }] },
      'request_invalid',
      'messages.0.tool_call_id',
    ],
    ['the function role', { messages: [{ role: 'function' }] }, 'parameter_unsupported', 'messages.0.role'],
    ['n of 0', { n: 0 }, 'request_invalid', 'n'],
    ['n of 9', { n: 9 }, 'request_invalid', 'n'],
    ['no tokens', { max_tokens: 0 }, 'request_invalid', 'max_tokens'],
    ['half a token', { max_completion_tokens: 1.5 }, 'request_invalid', 'max_completion_tokens'],
    ['more tokens than the context', { max_completion_tokens: 1_001 }, 'request_invalid', 'max_completion_tokens'],
    ['two limits', { max_tokens: 1, max_completion_tokens: 2 }, 'request_invalid', 'max_tokens'],
    ['a temperature of 2.1', { temperature: 2.1 }, 'request_invalid', 'temperature'],
    ['a top_p of -1', { top_p: -1 }, 'request_invalid', 'top_p'],
    ['a penalty of 3', { presence_penalty: 3 }, 'request_invalid', 'presence_penalty'],
    ['five stops', { stop: ['a', 'b', 'c', 'd', 'e'] }, 'request_invalid', 'stop'],
    ['an empty stop', { stop: '' }, 'request_invalid', 'stop'],
    ['21 alternatives', { logprobs: true, top_logprobs: 21 }, 'request_invalid', 'top_logprobs'],
    ['alternatives without logprobs', { top_logprobs: 2 }, 'request_invalid', 'top_logprobs'],
    ['stream options without a stream', { stream_options: {} }, 'request_invalid', 'stream_options'],
    ['a logit bias', { logit_bias: { 5: 1 } }, 'parameter_unsupported', 'logit_bias'],
    ['functions', { functions: [] }, 'parameter_unsupported', 'functions'],
    ['function_call', { function_call: 'auto' }, 'parameter_unsupported', 'function_call'],
    ['storing', { store: true }, 'parameter_unsupported', 'store'],
    ['another tier', { service_tier: 'flex' }, 'parameter_unsupported', 'service_tier'],
    ['answers as audio', { modalities: ['text', 'audio'] }, 'parameter_unsupported', 'modalities'],
    ['reasoning', { reasoning_effort: 'high' }, 'parameter_unsupported', 'reasoning_effort'],
    ['a search', { web_search_options: {} }, 'parameter_unsupported', 'web_search_options'],
    ['a prediction', { prediction: { type: 'content', content: '' } }, 'parameter_unsupported', 'prediction'],
    ['a parameter that does not exist', { top_k: 5 }, 'parameter_unsupported', 'top_k'],
    ['a tool name with a space', tool({}, 'a b'), 'request_invalid', 'tools.0.function.name'],
    [
      'a tool without a name',
      { tools: [{ type: 'function', function: {} }] },
      'request_invalid',
      'tools.0.function.name',
    ],
    ['a custom tool', { tools: [{ type: 'custom', custom: {} }] }, 'parameter_unsupported', 'tools.0.type'],
    ['arguments that are no object', tool({ type: 'string' }), 'request_invalid', 'tools.0.function.parameters.type'],
    ['parameters that are a list', tool([]), 'request_invalid', 'tools.0.function.parameters'],
    [
      'a type that does not exist',
      tool({ type: 'object', properties: { a: { type: 'text' } } }),
      'request_invalid',
      'tools.0.function.parameters.properties.a.type',
    ],
    [
      'a schema that is no schema',
      tool({ type: 'object', properties: { a: 'string' } }),
      'request_invalid',
      'tools.0.function.parameters.properties.a',
    ],
    [
      'requirements that are no list',
      tool({ type: 'object', required: 'a' }),
      'request_invalid',
      'tools.0.function.parameters.required',
    ],
    [
      'two tools of one name',
      { tools: [...tool({}).tools, ...tool({}).tools] },
      'request_invalid',
      'tools.1.function.name',
    ],
    ['a choice without tools', { tool_choice: 'required' }, 'request_invalid', 'tool_choice'],
    [
      'a choice of a tool that is not there',
      { ...tool({}), tool_choice: { type: 'function', function: { name: 'g' } } },
      'request_invalid',
      'tool_choice',
    ],
    ['a choice that does not exist', { ...tool({}), tool_choice: 'maybe' }, 'request_invalid', 'tool_choice'],
    ['a format that does not exist', { response_format: { type: 'xml' } }, 'request_invalid', 'response_format.type'],
    [
      'a format without a schema',
      { response_format: { type: 'json_schema', json_schema: { name: 'a' } } },
      'request_invalid',
      'response_format.json_schema.schema',
    ],
    [
      'a schema of 5,002 parts',
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: wide } } },
      'schema_unsupported',
      'response_format.json_schema.schema',
    ],
    [
      'values of 1,000 levels in a schema',
      tool({ type: 'object', properties: { a: { const: nested(1_000) } } }),
      'schema_unsupported',
      'tools.0.function.parameters',
    ],
    [
      'a schema of 200 levels',
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: deep(200) } } },
      'schema_unsupported',
      'response_format.json_schema.schema',
    ],
  ])('%s', async (_what, body, code, param) => {
    const { status, body: answer } = await chat(body);
    expect({ status, error: answer.error }).toEqual({
      status: 400,
      error: { message: expect.any(String), type: 'invalid_request_error', param, code },
    });
  });

  it('accepts nulls and values that change nothing, as clients send them', async () => {
    const nulls = Object.fromEntries(
      ['temperature', 'n', 'stop', 'tools', 'tool_choice', 'response_format', 'functions', 'audio', 'seed'].map(
        (name) => [name, null],
      ),
    );
    const harmless = {
      user: 'u',
      metadata: { a: 'b' },
      store: false,
      service_tier: 'auto',
      parallel_tool_calls: true,
      logit_bias: {},
      modalities: ['text'],
      prompt_cache_key: 'k',
      safety_identifier: 's',
    };
    expect((await chat({ ...nulls, ...harmless })).status).toBe(200);
  });

  it.each<[string, object, string]>([
    ['stop', { stop: 'a' }, 'stop'],
    ['seed', { seed: 1 }, 'seed'],
    ['penalties', { frequency_penalty: 1 }, 'frequency_penalty'],
    ['logprobs', { logprobs: true }, 'logprobs'],
    ['tools', tool({}), 'tools'],
    ['json_object', { response_format: { type: 'json_object' } }, 'response_format'],
    [
      'json_schema',
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {} } } },
      'response_format',
    ],
  ])('refuses by name what the model cannot honour: %s', async (_what, body, param) => {
    const { status, body: answer } = await chat({ model: 'bare', ...body });
    expect({ status, ...answer.error }).toMatchObject({ status: 400, code: 'parameter_unsupported', param });
  });
});

describe('what is nested too deep', () => {
  it('harms nobody, wherever it is', async () => {
    const brackets = '['.repeat(40_000) + ']'.repeat(40_000);
    const body = `{"model":"full","messages":[{"role":"user","content":[{"type":"x","x":${brackets}}]}]}`;
    expect(await service.post('/v1/chat/completions', body)).toMatchObject({ status: 400 });
    expect((await chat({})).status).toBe(200);
  });
});

describe('bad input to completions', () => {
  it.each<[string, object, string, string]>([
    ['a prompt of numbers', { prompt: [1, 2] }, 'content_unsupported', 'prompt.0'],
    ['prompts of numbers', { prompt: [[1], [2]] }, 'content_unsupported', 'prompt.0'],
    ['an empty prompt', { prompt: '' }, 'request_invalid', 'prompt'],
    ['an empty prompt among others', { prompt: ['a', ''] }, 'request_invalid', 'prompt.1'],
    ['no prompt', { prompt: undefined }, 'request_invalid', 'prompt'],
    ['a suffix', { suffix: 'x' }, 'parameter_unsupported', 'suffix'],
    ['best_of', { best_of: 3 }, 'parameter_unsupported', 'best_of'],
    ['echo with logprobs', { echo: true, logprobs: 1 }, 'parameter_unsupported', 'echo'],
    ['six alternatives', { logprobs: 6 }, 'request_invalid', 'logprobs'],
    ['chat parameters', { messages: [user] }, 'parameter_unsupported', 'messages'],
  ])('%s', async (_what, body, code, param) => {
    const { status, body: answer } = await service.post('/v1/completions', { model: 'full', prompt: 'a', ...body });
    expect({ status, ...answer.error }).toMatchObject({ status: 400, code, param });
  });
});

describe("errors of the shell, in OpenAI's form", () => {
  it.each<[string, () => Promise<{ status: number; body: { error: object } }>, number, string, string]>([
    ['an unknown model', () => chat({ model: 'gpt-9' }), 404, 'model_not_found', 'invalid_request_error'],
    ['an unknown adapter', () => chat({ model: 'full:rude' }), 404, 'model_not_found', 'invalid_request_error'],
    ['an unknown route', () => service.get('/v1/nothing'), 404, 'route_not_found', 'invalid_request_error'],
    [
      'an unknown model in the list',
      () => service.get('/v1/models/gpt-9'),
      404,
      'model_not_found',
      'invalid_request_error',
    ],
    ['broken JSON', () => service.post('/v1/chat/completions', '{'), 400, 'body_unreadable', 'invalid_request_error'],
    [
      'a body over the limit',
      () => chat({ messages: [{ role: 'user', content: 'x'.repeat(100_001) }] }),
      413,
      'body_too_large',
      'invalid_request_error',
    ],
    [
      'another content type',
      () => service.post('/v1/chat/completions', 'x', { 'content-type': 'text/plain' }),
      415,
      'media_type_unsupported',
      'invalid_request_error',
    ],
    [
      'a wrong key',
      () => service.post('/v1/chat/completions', {}, { authorization: 'Bearer wrong-key' }),
      401,
      'api_key_invalid',
      'authentication_error',
    ],
  ])('%s', async (_what, request, status, code, type) => {
    const answer = await request();
    expect(answer).toMatchObject({ status, body: { error: { code, type } } });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GenerationEvent, ServiceError } from '@pareto/contracts';
import OpenAI from 'openai';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { endless, events, finish, ReplayModel } from './replay-model.ts';
import { dataOf, startServiceOn, type TestService } from './service.ts';

let service: TestService;
afterEach(() => service.close());

const folder = mkdtempSync(join(tmpdir(), 'pareto-keys-'));
const keysFile = join(folder, 'keys');
writeFileSync(keysFile, 'ben:aaaaaaaa tokens_per_day=0');
afterAll(() => rmSync(folder, { recursive: true }));

const hi = { type: 'text', text: 'hi' } as const;
const says = (text: string, id = text) => new ReplayModel(events({ type: 'text', text }, finish()), { id });
const messages = [{ role: 'user' as const, content: 'hi' }];
const ask = (model: string, body: object = {}, headers = {}) =>
  service.post('/v1/chat/completions', { model, messages, ...body }, headers);
const failing = (error: Error, ...before: GenerationEvent[]) =>
  new ReplayModel(async function* () {
    yield* before;
    throw error;
  });
const down = new ServiceError('chat_model_failed', 'the server is down');
const metric = async (line: string) => {
  const { text } = await service.get('/metrics');
  return text
    .split('\n')
    .find((candidate) => candidate.startsWith(line))
    ?.split(' ')
    .at(-1);
};

describe('slots and queue', () => {
  it('tells the place in the queue, and refuses with 429 when it is full', async () => {
    const model = new ReplayModel(endless);
    service = await startServiceOn({ m: model }, { LIMITS: 'off' });
    const client = new OpenAI({
      baseURL: `${service.url}/v1`,
      apiKey: 'none',
      maxRetries: 0,
    });
    const first = await client.chat.completions.create({ model: 'm', messages, stream: true });
    const leaver = new AbortController();
    const queued = await fetch(`${service.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', messages, stream: true }),
      signal: leaver.signal,
    });
    const reader = queued.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe(': queued, position 1\n\n');

    const refused = await client.chat.completions.create({ model: 'm', messages }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OpenAI.RateLimitError);
    expect(refused).toMatchObject({ status: 429, code: 'queue_full', type: 'rate_limit_exceeded' });
    expect(Number((refused as InstanceType<typeof OpenAI.RateLimitError>).headers?.get('retry-after'))).toBeGreaterThan(
      0,
    );

    leaver.abort();
    await vi.waitFor(async () => expect(await metric('gen_ai_server_queue_length')).toBe('0'));
    first.controller.abort();
    await vi.waitFor(async () => expect(await metric('gen_ai_server_slots_used')).toBe('0'));
    model.play = events(hi, finish());
    expect((await ask('m')).status).toBe(200);
  });

  it('frees the slot of a caller that leaves without streaming', async () => {
    service = await startServiceOn({ m: new ReplayModel(endless) }, { LIMITS: 'off' });
    const leaver = new AbortController();
    const body = JSON.stringify({ model: 'm', messages });
    const headers = { 'content-type': 'application/json' };
    const asked = fetch(`${service.url}/v1/chat/completions`, { method: 'POST', headers, body, signal: leaver.signal });
    await vi.waitFor(async () => expect(await metric('gen_ai_server_slots_used')).toBe('1'));
    leaver.abort();
    await expect(asked).rejects.toThrow();
    await vi.waitFor(async () => expect(await metric('gen_ai_server_slots_used')).toBe('0'));
  });

  it('ends what takes too long: with 504, or with an event where the answer has begun', async () => {
    const silent = new ReplayModel(async function* (request, signal) {
      for await (const event of endless(request, signal)) if (event.type !== 'text') yield event;
    });
    service = await startServiceOn({ m: new ReplayModel(endless), silent }, { GENERATION_TIMEOUT_MS: '150' });
    expect(await ask('silent')).toMatchObject({ status: 504, body: { error: { code: 'request_timed_out' } } });
    const data = dataOf((await ask('m', { stream: true })).text);
    expect(data[0].choices[0].delta.role).toBe('assistant');
    expect(data.at(-1)).toMatchObject({ error: { code: 'request_timed_out', type: 'timeout' } });
  });

  it('keeps a silent stream open with comments', async () => {
    const environment = { GENERATION_TIMEOUT_MS: '150', KEEP_ALIVE_MS: '20' };
    service = await startServiceOn({ m: new ReplayModel(endless) }, environment);
    expect((await ask('m', { stream: true })).text).toContain(': waiting\n\n');
  });
});

describe('the official client', () => {
  it.each<[string, string, string, abstract new (...args: never[]) => Error]>([
    ['a wrong key', 'm', 'wrong-key', OpenAI.AuthenticationError],
    ['an unknown model', 'x', '12345678', OpenAI.NotFoundError],
    ['a prompt that is too long', 'long', '12345678', OpenAI.BadRequestError],
    ['a model that is down', 'down', '12345678', OpenAI.InternalServerError],
    ['a bug', 'bug', '12345678', OpenAI.InternalServerError],
    ['a quota', 'm', 'aaaaaaaa', OpenAI.RateLimitError],
  ])('throws its class for %s, in a stream too', async (_what, model, apiKey, expected) => {
    const long = new ServiceError('context_length_exceeded', 'too long', { param: 'messages' });
    service = await startServiceOn(
      { m: says('m'), down: failing(down), long: failing(long), bug: failing(new Error('bug')) },
      { API_KEYS: 'anna:12345678', API_KEYS_FILE: keysFile },
    );
    const client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey, maxRetries: 0 });
    for (const stream of [false, true]) {
      await expect(client.chat.completions.create({ model, messages, stream })).rejects.toBeInstanceOf(expected);
    }
  });

  it('throws for a failure in the middle of a stream', async () => {
    service = await startServiceOn({ m: failing(down, hi) });
    const client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const stream = await client.chat.completions.create({ model: 'm', messages, stream: true });
    let text = '';
    const reading = async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    };
    await expect(reading()).rejects.toBeInstanceOf(OpenAI.APIError);
    expect(text).toBe('hi');
  });
});

describe('failures', () => {
  it('before the first token have a status of their own, also in a stream', async () => {
    const long = new ServiceError('context_length_exceeded', 'the prompt has 9 tokens of 5', { param: 'messages' });
    service = await startServiceOn({ long: failing(long), down: failing(down), bug: failing(new Error('secret')) });
    for (const stream of [false, true]) {
      expect(await ask('long', { stream })).toMatchObject({ status: 400, body: { error: { param: 'messages' } } });
      expect(await ask('down', { stream })).toMatchObject({ status: 503, body: { error: { type: 'server_error' } } });
      const bug = await ask('bug', { stream });
      expect(bug).toMatchObject({ status: 500, body: { error: { code: 'internal_error' } } });
      expect(bug.text).not.toContain('secret');
    }
    const completion = await service.post('/v1/completions', { model: 'long', prompt: 'x' });
    expect(completion.body.error).toMatchObject({ code: 'context_length_exceeded', param: 'prompt' });
  });

  it('after the first token are an event, and no [DONE] follows', async () => {
    service = await startServiceOn({ m: failing(down, hi) });
    const data = dataOf((await ask('m', { stream: true })).text);
    expect(data.at(-1)).toEqual({
      error: { message: 'the server is down', type: 'server_error', param: null, code: 'chat_model_failed' },
    });
    expect(data).not.toContain('[DONE]');
  });
});

describe('operations', () => {
  it('names what is measured as OpenTelemetry does', async () => {
    service = await startServiceOn({ m: says('m') });
    await ask('m');
    const labels = 'gen_ai_request_model="m",gen_ai_provider_name="replay"';
    expect(await metric(`gen_ai_server_requests_total{${labels},outcome="ok"}`)).toBe('1');
    expect(await metric(`gen_ai_client_token_usage_total{${labels},gen_ai_token_type="input"}`)).toBe('7');
    expect(await metric(`gen_ai_client_token_usage_total{${labels},gen_ai_token_type="cached"}`)).toBe('3');
    expect(await metric(`gen_ai_client_token_usage_total{${labels},gen_ai_token_type="output"}`)).toBe('2');
    expect(await metric(`gen_ai_server_time_to_first_token_seconds_count{${labels}}`)).toBe('1');
    expect(await metric(`gen_ai_server_time_per_output_token_seconds_count{${labels}}`)).toBe('1');
  });

  it('says that a model could not be loaded, not where its file is, and turns to the fallback', async () => {
    const broken = says('broken');
    broken.ping = async () => {
      throw new ServiceError('model_corrupt', '/secret/path.gguf cannot be loaded');
    };
    const route = { both: { primary: 'broken', fallback: ['m'] } };
    service = await startServiceOn({ broken, m: says('m') }, {}, route);
    const answer = await ask('broken');
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'chat_model_failed' } } });
    expect(answer.text).not.toContain('secret');
    expect((await ask('both')).body.model).toBe('m');
    const { status, text } = await service.get('/health/ready');
    expect(status).toBe(503);
    expect(text).not.toContain('secret');
  });

  it('ends answers in progress when it stops, after their time of grace', async () => {
    service = await startServiceOn({ m: new ReplayModel(endless) }, { SHUTDOWN_GRACE_MS: '50' });
    const answer = ask('m', { stream: true });
    await vi.waitFor(async () => expect(await metric('gen_ai_server_slots_used')).toBe('1'));
    await service.close();
    expect(dataOf((await answer).text).at(-1)).toMatchObject({ error: { message: 'the service is stopping' } });
  });

  it('is ready only when every local model has produced a token', async () => {
    const model = says('m');
    let produce = () => {};
    model.ping = () =>
      new Promise((resolve) => {
        produce = resolve;
      });
    service = await startServiceOn({ m: model });
    const readiness = service.get('/health/ready');
    expect((await service.get('/v1/models')).body.data[0].state).toBe('loading');
    produce();
    expect((await readiness).body).toEqual({ status: 'ready', checks: { m: 'ok' } });
    expect((await service.get('/v1/models')).body.data[0].state).toBe('ready');
  });
});

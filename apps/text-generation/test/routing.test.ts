import { type GenerationEvent, ServiceError } from '@pareto/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { Budget } from '../src/routing/budget.ts';
import { endless, events, finish, ReplayModel } from './replay-model.ts';
import { dataOf, startServiceOn, type TestService } from './service.ts';

let service: TestService;
afterEach(() => service.close());

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

describe('routes', () => {
  const route = { both: { primary: 'first', fallback: ['second'] } };

  it.each([
    ['fails', failing(down)],
    ['answers nonsense', failing(new ServiceError('chat_model_invalid', 'no JSON'))],
  ])('turn to the fallback when the primary %s before its first token', async (_what, first) => {
    service = await startServiceOn({ first, second: says('second') }, {}, route);
    expect((await ask('both')).body).toMatchObject({ model: 'second', choices: [{ message: { content: 'second' } }] });
    const data = dataOf((await ask('both', { stream: true })).text);
    expect(data.at(-1)).toBe('[DONE]');
    expect(data[0].model).toBe('second');
  });

  it('turn to the fallback when the first token takes too long', async () => {
    const slow = new ReplayModel(async function* (request, signal) {
      for await (const event of endless(request, signal)) if (event.type !== 'text') yield event;
    });
    service = await startServiceOn({ first: [slow, { firstTokenTimeoutMs: 20 }], second: says('second') }, {}, route);
    expect((await ask('both')).body.model).toBe('second');
  });

  it('stay with a model that has begun', async () => {
    const second = says('second');
    service = await startServiceOn({ first: failing(down, hi), second }, {}, route);
    expect(dataOf((await ask('both', { stream: true })).text).at(-1)).toHaveProperty('error');
    expect(second.requests).toHaveLength(0);
  });

  it('do not turn away what is the fault of the request', async () => {
    const second = says('second');
    const first = failing(new ServiceError('context_length_exceeded', 'too long', { param: 'messages' }));
    service = await startServiceOn({ first, second }, {}, route);
    expect((await ask('both')).status).toBe(400);
    expect(second.requests).toHaveLength(0);
  });

  it('keep a hosted model within its budget and then answer from the local one', async () => {
    const budget = { dailyCost: 0.02, promptPrice: 1, completionPrice: 4 };
    const hosted = says('hosted');
    service = await startServiceOn(
      {
        first: [
          hosted,
          { budget: (ledger) => new Budget('first', budget, ledger), maxAnswerTokens: 4_096, isLocal: false },
        ],
        second: says('second'),
      },
      {},
      route,
    );
    expect((await ask('both')).body.model).toBe('first');
    expect(hosted.requests[0]?.maxTokens).toBe(4_096);
    // 7 tokens at 1 and 2 at 4, a million: what was reserved beyond came back.
    expect(service.ledger!.used('budget:first')).toBeCloseTo(15e-6, 9);
    service.ledger!.add('budget:first', 0.01);
    expect((await ask('both')).body.model).toBe('second');
    const alone = await ask('first');
    expect(alone).toMatchObject({
      status: 429,
      body: { error: { code: 'budget_exceeded', type: 'insufficient_quota' } },
    });
    expect(alone.headers.get('x-should-retry')).toBe('false');
  });
});

describe('quotas over HTTP', () => {
  it('count the tokens of anonymous callers, whole and broken off', async () => {
    service = await startServiceOn({ m: says('m') }, { ANONYMOUS_TOKENS_PER_DAY: '10' });
    expect((await ask('m')).status).toBe(200);
    expect(service.ledger!.used('anonymous')).toBe(9);
    expect((await ask('m')).status).toBe(200);
    expect(await ask('m')).toMatchObject({
      status: 429,
      body: { error: { code: 'quota_exceeded', type: 'insufficient_quota' } },
    });
  });

  it('hold a caller to its requests at once', async () => {
    const environment = { API_KEYS: 'anna:12345678', KEY_CONCURRENCY: '1' };
    service = await startServiceOn({ m: new ReplayModel(endless) }, environment);
    const authorization = 'Bearer 12345678';
    const leaver = new AbortController();
    const headers = { 'content-type': 'application/json', authorization };
    const body = JSON.stringify({ model: 'm', messages, stream: true });
    await fetch(`${service.url}/v1/chat/completions`, { method: 'POST', headers, body, signal: leaver.signal });
    expect(await ask('m', {}, { authorization })).toMatchObject({
      status: 429,
      body: { error: { code: 'concurrency_exceeded' } },
    });
    leaver.abort();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { hasModels } from './environment.ts';
import { startService, type TestService } from './service.ts';
import { QUESTION } from './texts.ts';

const UNKNOWN = 'f'.repeat(36);

describe.skipIf(!hasModels)('bad requests over HTTP (needs model files)', { timeout: 30_000 }, () => {
  let service: TestService;
  let caller: Client;
  beforeAll(async () => {
    service = await startService();
    caller = await service.visitor();
  }, 60_000);
  afterAll(() => service?.close());

  describe('questions', () => {
    // None of these needs a model, which is down here: a mistake in a request is told all the same.
    const question = 'hello';
    it.each<[what: string, body: object | string, status: number, code: string]>([
      ['an empty one', { question: '' }, 400, 'question_empty'],
      ['blanks', { question: ' \n\t\u00A0' }, 400, 'question_empty'],
      ['none', {}, 400, 'request_invalid'],
      ['null', { question: null }, 400, 'request_invalid'],
      ['a number', { question: 7 }, 400, 'request_invalid'],
      ['a list', { question: ['x'] }, 400, 'request_invalid'],
      ['one of 4,001 characters', { question: 'x'.repeat(4_001) }, 413, 'question_too_long'],
      ['a lone surrogate', { question: 'x\ud800' }, 400, 'text_malformed'],
      ['a NUL', { question: 'x\0' }, 400, 'text_malformed'],
      ['stream as a text', { question, stream: 'yes' }, 400, 'request_invalid'],
      ['an unknown session', { question, session_id: UNKNOWN }, 404, 'session_not_found'],
      ['a session that cannot be one', { question, session_id: 'x'.repeat(65) }, 400, 'request_invalid'],
      ['an empty session', { question, session_id: '' }, 400, 'request_invalid'],
      ['an unknown source', { question, source: 'teapot' }, 404, 'source_not_found'],
      ['an unknown version', { question, source: 'kettle', version: '9.0.0' }, 404, 'source_not_found'],
      ['a version of nothing', { question, version: '3.0.0' }, 400, 'request_invalid'],
      ['a source that is a number', { question, source: 3 }, 400, 'request_invalid'],
      ['no JSON', '{bad', 400, 'body_unreadable'],
      ['an empty body', '', 400, 'body_unreadable'],
      ['a list as the body', '[]', 400, 'request_invalid'],
      ['megabytes', { question: 'x'.repeat(2 ** 21) }, 413, 'body_too_large'],
    ])('%s', async (_what, body, status, code) => {
      const answer = await caller.call('POST', '/v1/ask', body);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
      expect(answer.body).toMatchObject({ type: `/docs#${code}`, status, instance: expect.any(String) });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      if (typeof body !== 'string') {
        const streamed = await caller.call('POST', '/v1/ask', { stream: true, ...body });
        expect({ status: streamed.status, code: streamed.body.code }).toEqual({ status, code });
      }
    });

    it('no body, and one of another type', async () => {
      expect((await caller.call('POST', '/v1/ask')).status).toBe(400);
      const text = await caller.call('POST', '/v1/ask', 'hello', { 'content-type': 'text/plain' });
      expect(text).toMatchObject({ status: 415, body: { code: 'media_type_unsupported' } });
    });

    it('4,000 characters are none too many', async () => {
      const asked = await caller.ask(`What is 6 * 7?${' '.repeat(3_986)}`);
      expect(asked.answer).toBe('6 * 7 = 42');
    });
  });

  describe('a model server that is down', () => {
    it.each([false, true])('is told before a stream begins: stream %s', async (stream) => {
      const { status, headers, body } = await caller.call('POST', '/v1/ask', { question: QUESTION, stream });
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'chat_model_failed' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(headers.get('content-type')).toContain('application/problem+json');
    });

    it('stops nothing else', async () => {
      expect((await caller.call('GET', '/v1/sources')).status).toBe(200);
      expect((await caller.call('GET', '/v1/pages?source=kettle&path=README.md')).status).toBe(200);
      expect((await caller.ask('What is 6 * 7?')).answer).toBe('6 * 7 = 42');
    });
  });

  it.each(['x', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}!`, ' '])('a token %j', async (token) => {
    const stranger = new Client(service.url, { 'x-session-token': token });
    for (const path of ['/v1/facts', '/v1/sources', `/v1/sessions/${UNKNOWN}`]) {
      const answer = await stranger.call('GET', path);
      expect(answer).toMatchObject({ status: 401, body: { code: 'session_token_invalid' } });
    }
  });

  it.each([
    ['../../../../etc/passwd'],
    ['..'],
    ['/etc/passwd'],
    ['README.md/../package.json'],
    ['README.md\0'],
    ['package.json'],
    ['docs/%2e%2e/README.md'],
    ["' OR 1=1 --"],
  ])('a page %j', async (path) => {
    const answer = await caller.call('GET', `/v1/pages?${new URLSearchParams({ source: 'kettle', path })}`);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 404, code: 'page_not_found' });
  });

  it.each<[query: Record<string, string>, status: number]>([
    [{}, 400],
    [{ source: 'kettle' }, 400],
    [{ source: 'kettle', path: '' }, 400],
    [{ source: 'kettle', path: 'x'.repeat(1_001) }, 400],
    [{ source: 'teapot', path: 'README.md' }, 404],
    [{ source: 'kettle', version: '9.0.0', path: 'README.md' }, 404],
    [{ source: '../kettle', path: 'README.md' }, 404],
  ])('a page of %o', async (query, status) => {
    expect((await caller.call('GET', `/v1/pages?${new URLSearchParams(query)}`)).status).toBe(status);
  });

  it.each<[body: object]>([
    [{}],
    [{ package: '' }],
    [{ package: 7 }],
    [{ package: 'kettle', folder: '/tmp', name: 'x' }],
    [{ folder: '/tmp' }],
    [{ folder: '/tmp', name: '../x' }],
    [{ folder: '/tmp', name: 'A name' }],
    [{ folder: '', name: 'x' }],
    [{ name: 'x' }],
  ])('a source of %o', async (body) => {
    const answer = await caller.call('POST', '/v1/sources', body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code: 'request_invalid' });
  });

  it.each(['0', '-1', '1.5', '1001', 'x'])('%s gaps', async (limit) => {
    expect(await caller.call('GET', `/v1/gaps?limit=${limit}`)).toMatchObject({ status: 400 });
  });

  it('a route that is not there', async () => {
    expect(await caller.call('GET', '/v1/nothing')).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
    expect((await caller.call('PUT', '/v1/ask', { question: 'hello' })).status).toBe(404);
  });
});

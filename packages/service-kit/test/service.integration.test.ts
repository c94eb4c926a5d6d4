import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { coded, ServiceError } from '@pareto/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { baseConfig, createService, type ErrorFormat, loadConfig, type Service } from '../src/index.ts';

const KEY = 'secret-key-123';
const logged: string[] = [];
let app: Service;
let url: string;
let leftReason: unknown;

async function start(environment: Record<string, string> = {}, errorFormat?: ErrorFormat): Promise<Service> {
  const config = loadConfig(baseConfig, {
    PORT: '0',
    API_KEYS: `tester:${KEY}`,
    REQUEST_TIMEOUT_MS: '300',
    ...environment,
  });
  return createService({
    about: { name: 'test', title: 'Test', version: '1.0.0', description: 'A service for tests' },
    config,
    readiness: {
      store: async () => isStoreUp || Promise.reject(new ServiceError('store_unavailable', 'the store is down')),
    },
    logStream: { write: (line) => logged.push(line) },
    ...(errorFormat ? { errorFormat } : {}),
    routes: (scope) => {
      const name = z.string().max(5, { error: coded('query_too_long', 'at most 5 characters') });
      scope.post(
        '/echo',
        { schema: { body: z.object({ name }), response: { 200: z.object({ name: z.string() }) } } },
        async ({ body }) => body,
      );
      scope.get('/fails', async () => {
        throw new Error('the password is hunter2');
      });
      scope.get('/down', async () => {
        throw new ServiceError('store_unavailable', 'the store is down', { retryAfterSeconds: 7 });
      });
      scope.get('/logs', async ({ id, log }) => {
        log.warn('from the request');
        log.child({ part: 'index' }).child({ step: 2 }).warn({ size: 3 }, 'from a part of it');
        return { id, level: log.level };
      });
      scope.get('/private', { config: { auth: 'key' } }, async ({ caller }) => caller);
      scope.post('/slow', { config: { deadlineMs: 200 } }, async ({ deadline }) => {
        await new Promise((_, reject) => {
          deadline.addEventListener('abort', () => {
            leftReason = deadline.reason;
            reject(deadline.reason);
          });
        });
      });
    },
  });
}
let isStoreUp = true;

beforeAll(async () => {
  app = await start();
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

const send = (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, init);
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  send(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

describe('errors over HTTP', () => {
  it.each([
    ['a schema violation', () => post('/echo', '{}'), 400, 'request_invalid'],
    ['a violation with a code of its own', () => post('/echo', '{"name":"too long"}'), 413, 'query_too_long'],
    ['broken JSON', () => post('/echo', '{"name'), 400, 'body_unreadable'],
    ['an empty body', () => post('/echo', ''), 400, 'body_unreadable'],
    ['a prototype in JSON', () => post('/echo', '{"__proto__":{"x":1},"name":"a"}'), 400, 'body_unreadable'],
    [
      'a body that is too large',
      () => post('/echo', JSON.stringify({ name: 'x'.repeat(2_000_000) })),
      413,
      'body_too_large',
    ],
    ['another content type', () => post('/echo', 'x', { 'content-type': 'text/plain' }), 415, 'media_type_unsupported'],
    ['an unknown route', () => send('/nowhere?secret=1'), 404, 'route_not_found'],
    ['a store that is down', () => send('/down'), 503, 'store_unavailable'],
    ['a bug', () => send('/fails'), 500, 'internal_error'],
    ['a wrong key', () => send('/private', { headers: { authorization: 'Bearer wrong' } }), 401, 'api_key_invalid'],
    ['no key where one is needed', () => send('/private'), 401, 'api_key_required'],
    ['a handler that takes too long', () => post('/slow', '{}'), 504, 'request_timed_out'],
  ])('answers %s as problem details', async (_what, request, status, code) => {
    const answer = await request();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const body = (await answer.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ status, code, instance: answer.headers.get('x-request-id') });
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it("takes the form of an app's own, for the errors of the shell too", async () => {
    const own = await start({}, ({ code }, id) => ({
      contentType: 'application/json',
      headers: { 'x-code': code },
      body: { error: { code, id } },
    }));
    const address = await own.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${address}/nowhere`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('x-code')).toBe('route_not_found');
    expect(await answer.json()).toEqual({
      error: { code: 'route_not_found', id: answer.headers.get('x-request-id') },
    });
    await own.close();
  });

  it('says when to try again', async () => {
    expect((await send('/down')).headers.get('retry-after')).toBe('7');
  });

  it('ends the work of a caller that left', async () => {
    leftReason = undefined;
    const controller = new AbortController();
    const request = post('/slow', '{}').catch(() => undefined);
    const leaving = send('/slow', { method: 'POST', signal: controller.signal }).catch(() => undefined);
    setTimeout(() => controller.abort(), 50);
    await Promise.all([leaving, request]);
    expect(leftReason).toBeInstanceOf(ServiceError);
  });
});

describe('callers', () => {
  it('knows a caller by key', async () => {
    const answer = await send('/private', { headers: { authorization: `Bearer ${KEY}` } });
    expect(await answer.json()).toEqual({ kind: 'key', name: 'tester' });
  });

  it('asks for no key where none are configured', async () => {
    const open = await start({ API_KEYS: '' });
    const address = await open.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${address}/private`, { headers: { authorization: 'Bearer anything' } });
    expect(await answer.json()).toMatchObject({ kind: 'anonymous' });
    await open.close();
  });

  it('holds anonymous callers to their limit, and not health checks', async () => {
    const limited = await start({ ANONYMOUS_REQUESTS_PER_MINUTE: '3' });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await limited.inject('/openapi-not')).statusCode);
    const answers = await Promise.all([1, 2, 3, 4].map(() => limited.inject('/down')));
    const refused = answers.find((answer) => answer.statusCode === 429);
    expect(refused?.json()).toMatchObject({ code: 'rate_limited' });
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await limited.inject('/health/live')).statusCode).toBe(200);
    await limited.close();
  });

  it('counts the addresses of one IPv6 network as one caller', async () => {
    const limited = await start({ ANONYMOUS_REQUESTS_PER_MINUTE: '2' });
    const from = (remoteAddress: string) =>
      limited.inject({ url: '/down', remoteAddress }).then((answer) => answer.statusCode);
    expect(await from('2001:db8:1:2::1')).toBe(503);
    expect(await from('2001:db8:1:2:ffff::9')).toBe(503);
    expect(await from('2001:db8:1:2:0:1:2:3')).toBe(429);
    expect(await from('2001:db8:1:3::1')).toBe(503);
    await limited.close();
  });

  it('lifts the limits for this machine only when asked', async () => {
    const free = await start({ ANONYMOUS_REQUESTS_PER_MINUTE: '1', LIMITS: 'off' });
    for (let i = 0; i < 3; i += 1)
      expect((await free.inject({ url: '/down', remoteAddress: '127.0.0.1' })).statusCode).toBe(503);
    await free.inject({ url: '/down', remoteAddress: '203.0.113.9' });
    expect((await free.inject({ url: '/down', remoteAddress: '203.0.113.9' })).statusCode).toBe(429);
    await free.close();
  });
});

describe('request ids and logs', () => {
  it('returns a sane id that was given and replaces one that is not', async () => {
    expect((await send('/health/live', { headers: { 'x-request-id': 'abc-123' } })).headers.get('x-request-id')).toBe(
      'abc-123',
    );
    const replaced = (await send('/health/live', { headers: { 'x-request-id': 'a b<script>' } })).headers.get(
      'x-request-id',
    );
    expect(replaced).toMatch(/^[0-9a-f]{8}-[0-9a-z]+$/);
  });

  it('names the request in every line that is logged for it', async () => {
    const { id, level } = (await send('/logs').then((answer) => answer.json())) as { id: string; level: string };
    expect(level).toBe(app.log.level);
    const lines = logged.map((line) => JSON.parse(line)).filter(({ reqId }) => reqId === id);
    expect(lines).toMatchObject([
      { level: 'warn', msg: 'from the request' },
      { level: 'warn', msg: 'from a part of it', part: 'index', step: 2, size: 3 },
      { level: 'info', msg: 'answered', route: '/logs', status: 200 },
    ]);
  });

  it('logs routes and never bodies, query strings or keys', async () => {
    await post('/echo?token=abc', '{"name":"topsy"}', { authorization: `Bearer ${KEY}` });
    app.log.info({ headers: { authorization: KEY } }, 'a careless line');
    const lines = logged.join('');
    expect(lines).toContain('"route":"/echo"');
    for (const secret of [KEY, 'topsy', 'token=abc']) expect(lines).not.toContain(secret);
  });
});

describe('operations', () => {
  it('lets pages of other origins read what they need to go on', async () => {
    const own = await start({ CORS_ORIGINS: 'https://a.example' });
    const { headers } = await own.inject({ url: '/health/live', headers: { origin: 'https://a.example' } });
    expect(headers['access-control-allow-origin']).toBe('https://a.example');
    expect(String(headers['access-control-expose-headers']).split(', ')).toEqual(
      expect.arrayContaining(['retry-after', 'x-session-token', 'x-session-expires']),
    );
    await own.close();
  });

  it('stops though a connection was opened ahead of need', async () => {
    const own = await start();
    await own.listen({ port: 0, host: '127.0.0.1' });
    const { port } = own.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(own.server, 'connection');
    const closed = once(socket, 'close');
    await own.close();
    await closed;
  });

  it('stops when the last answer is there, though its connection would be kept alive', async () => {
    const own = await start({ REQUEST_TIMEOUT_MS: '5000' });
    const address = await own.listen({ port: 0, host: '127.0.0.1' });
    const headers = { 'content-type': 'application/json' };
    const answer = fetch(`${address}/slow`, { method: 'POST', body: '{}', headers });
    await once(own.server, 'request');
    await own.close();
    expect((await answer).status).toBe(504);
  });

  it('is ready while its checks pass', async () => {
    expect((await send('/health/ready')).status).toBe(200);
    const broken = await start();
    isStoreUp = false;
    const answer = await broken.inject('/health/ready');
    isStoreUp = true;
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ status: 'not-ready', checks: { store: 'store_unavailable: the store is down' } });
    await broken.close();
  });

  it('measures requests by route pattern', async () => {
    await post('/echo', '{"name":"a"}');
    const metrics = await send('/metrics').then((answer) => answer.text());
    expect(metrics).toMatch(
      /http_server_request_duration_seconds_count\{method="POST",route="\/echo",status="200"\} \d+/,
    );
  });

  it('documents its routes from their schemas, and serves the page without any other host', async () => {
    const document = (await send('/openapi.json').then((answer) => answer.json())) as { paths: object };
    expect(Object.keys(document.paths)).toContain('/echo');
    const page = await send('/docs/').then((answer) => answer.text());
    expect(page).not.toMatch(/<(?:script|link)[^>]+(?:src|href)="https?:/);
  });
});

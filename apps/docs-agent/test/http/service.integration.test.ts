import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { hasModels } from './environment.ts';
import { scriptedService } from './scripted-service.ts';
import { QUESTION, ROUTES, UNANSWERED } from './texts.ts';

const ANA = 'key-of-ana';
const BEN = 'key-of-ben';
const TOOLS = [
  'search_docs',
  'read_page',
  'find_symbol',
  'changelog_between',
  'list_sources',
  'calculate',
  'check_typescript',
  'current_time',
];

describe.skipIf(!hasModels)('what the service tells of itself (needs model files)', { timeout: 30_000 }, () => {
  const scripted = scriptedService({ API_KEYS: `ana:${ANA},ben:${BEN}` });
  let caller: Client;
  let ana: Client;
  beforeAll(async () => {
    caller = await scripted.service.visitor();
    ana = scripted.service.withKey(ANA);
  });

  it('lists the questions that were not answered, alike ones together, and not whose they were', async () => {
    scripted.model.replies = ['Not stated in the documentation.'];
    expect((await ana.call('GET', '/v1/gaps')).body).toEqual({ gaps: [] });
    const stranger = await scripted.service.visitor();
    await caller.ask(UNANSWERED);
    await stranger.ask('which COLOURS does the kettle come in?');
    await caller.ask('Who painted the saucer of kettle?');
    scripted.model.replies = [ROUTES];
    await caller.ask(QUESTION);
    const { gaps } = (await ana.call('GET', '/v1/gaps')).body;
    expect(gaps).toEqual([
      {
        question: UNANSWERED,
        searched: expect.arrayContaining([expect.stringContaining('search_docs')]),
        times: 2,
        first_at: expect.stringMatching(/^\d{4}-/),
        last_at: expect.stringMatching(/^\d{4}-/),
      },
      expect.objectContaining({ question: 'Who painted the saucer of kettle?', times: 1 }),
    ]);
    expect((await ana.call('GET', '/v1/gaps?limit=1')).body.gaps).toHaveLength(1);
  });

  it('lists its tools with what they take', async () => {
    const { tools } = (await caller.call('GET', '/v1/tools')).body;
    expect(tools.map(({ name }: { name: string }) => name).toSorted()).toEqual(TOOLS.toSorted());
    for (const tool of tools) {
      expect(tool).toMatchObject({
        description: expect.any(String),
        parameters: { type: 'object' },
        effect: 'read',
        cost: expect.any(Number),
        deadline_ms: expect.any(Number),
      });
    }
  });

  it('is one model for chat clients', async () => {
    expect((await caller.call('GET', '/v1/models')).body).toEqual({
      object: 'list',
      data: [{ id: 'docs-agent', object: 'model', created: expect.any(Number), owned_by: 'pareto' }],
    });
  });

  it('counts sources, answers and calls of tools', async () => {
    scripted.model.replies = [ROUTES];
    await caller.ask(QUESTION);
    await caller.ask('hello');
    const { body } = await caller.call('GET', '/metrics');
    expect(body).toMatch(/^docs_sources\{status="ready"\} 3$/m);
    expect(body).toMatch(/^docs_sections [1-9]\d*$/m);
    expect(body).toMatch(/^docs_answers_total\{outcome="answered",finish_reason="stop"\} [1-9]/m);
    expect(body).toMatch(/^docs_tool_calls_total\{tool="search_docs",status="ok"\} [1-9]/m);
    expect(body).toMatch(/^docs_answer_seconds_count [1-9]/m);
    expect(body).toMatch(/^docs_struck_total 0$/m);
    // Routes as patterns: ids would make a series of each request.
    expect(body).not.toMatch(/route="[^"]*[0-9a-f]{8}-/);
  });

  it('describes its routes from the schemas that validate', async () => {
    const { paths } = (await caller.call('GET', '/openapi.json')).body;
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method} ${path}`),
    );
    expect(routes.filter((route) => route.includes(' /v1/')).toSorted()).toEqual([
      'delete /v1/facts/{id}',
      'delete /v1/sessions/{id}',
      'delete /v1/sources/{name}',
      'get /v1/facts',
      'get /v1/gaps',
      'get /v1/models',
      'get /v1/pages',
      'get /v1/runs/{run_id}/events',
      'get /v1/sessions/{id}',
      'get /v1/sessions/{id}/runs/{run_id}/trace',
      'get /v1/sources',
      'get /v1/tools',
      'post /v1/ask',
      'post /v1/chat/completions',
      'post /v1/sources',
    ]);
    const { properties, required } = paths['/v1/ask'].post.requestBody.content['application/json'].schema;
    expect(Object.keys(properties)).toEqual(['question', 'session_id', 'source', 'version', 'stream']);
    expect(required).toEqual(['question']);
  });

  it('is healthy and documented', async () => {
    expect((await caller.call('GET', '/health/live')).body).toEqual({ status: 'live' });
    const docs = await caller.call('GET', '/docs/');
    expect(docs.status).toBe(200);
    expect(docs.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  describe('keys', () => {
    it.each([
      ['POST', '/v1/sources', { package: 'whistle' }],
      ['DELETE', '/v1/sources/kettle', undefined],
      ['GET', '/v1/gaps', undefined],
    ])('are needed where there are any: %s %s', async (method, path, body) => {
      const anonymous = await (await scripted.service.visitor()).call(method, path, body);
      expect(anonymous).toMatchObject({ status: 401, body: { code: 'api_key_required' } });
      const wrong = await scripted.service.withKey('key-of-nobody').call(method, path, body);
      expect(wrong).toMatchObject({ status: 401, body: { code: 'api_key_invalid' } });
    });

    it('open what concerns everybody', async () => {
      expect((await ana.call('POST', '/v1/sources', { package: 'whistle' })).status).toBe(202);
      expect(await ana.sources()).toHaveProperty('whistle@0.4.0');
      expect((await ana.call('DELETE', '/v1/sources/whistle')).status).toBe(204);
      expect((await ana.call('GET', '/v1/gaps')).status).toBe(200);
    });

    it('are not needed to ask', async () => {
      const visitor = await scripted.service.visitor();
      expect((await visitor.ask('What is 6 * 7?')).answer).toBe('6 * 7 = 42');
      expect(await visitor.sources()).toHaveProperty('kettle@3.0.0');
    });

    it('name the owner of conversations and facts, without a token', async () => {
      const { status, headers, body } = await ana.call('POST', '/v1/ask', {
        question: 'Remember that we use kettle 3.',
      });
      expect(status).toBe(200);
      expect(headers.get('x-session-token')).toBeNull();
      const session = `/v1/sessions/${body.session_id}`;
      expect((await ana.call('GET', session)).status).toBe(200);
      expect((await ana.call('GET', '/v1/facts')).body.facts).toMatchObject([{ text: 'we use kettle 3' }]);
      const ben = scripted.service.withKey(BEN);
      expect((await ben.call('GET', session)).status).toBe(404);
      expect((await ben.call('GET', '/v1/facts')).body.facts).toEqual([]);
    });
  });
});

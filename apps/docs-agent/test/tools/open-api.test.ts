import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openApiConfig, readOpenApiSetting } from '../../src/tools/openapi/config.ts';
import { openApiTools } from '../../src/tools/openapi/open-api-tools.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { kettleIndex } from '../kettle.ts';

const DOCUMENT = {
  openapi: '3.1.0',
  paths: {
    '/v1/kettles/{id}': {
      parameters: [{ $ref: '#/components/parameters/id' }],
      get: { summary: 'Show a kettle', parameters: [{ name: 'unit', in: 'query', schema: { enum: ['C', 'F'] } }] },
      delete: { summary: 'Throw a kettle away' },
    },
    '/v1/kettles/{id}/search': {
      post: {
        operationId: 'searchWater',
        parameters: [{ $ref: '#/components/parameters/id' }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Query' } } },
        },
      },
    },
    '/v1/files': {
      post: { summary: 'Upload', requestBody: { required: true, content: { 'multipart/form-data': { schema: {} } } } },
    },
    '/v1/hidden': { get: { summary: 'Hidden', parameters: [{ name: 'X-Key', in: 'header', required: true }] } },
    '/v1/slow': { get: { summary: 'Slow' } },
    '/v1/broken': { get: { summary: 'Broken' } },
  },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    schemas: {
      Query: {
        type: 'object',
        properties: {
          query: { type: 'string', minLength: 1 },
          k: { type: 'integer', minimum: 1, maximum: 50 },
          inner: { $ref: '#/components/schemas/Query' },
        },
        required: ['query'],
      },
    },
  },
};

let server: Server;
let host: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.url === '/openapi.json') return response.end(JSON.stringify(DOCUMENT));
    asked.push(`${request.method} ${request.url} ${body} ${request.headers.authorization ?? '-'}`);
    if (request.url === '/v1/slow') return;
    response.writeHead(request.url === '/v1/broken' ? 500 : 200, { 'content-type': 'application/json; charset=utf-8' });
    return response.end(JSON.stringify({ degrees: 90 }));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => asked.splice(0));

async function load(config: Record<string, unknown> = {}) {
  const parsed = openApiConfig.parse({
    name: 'kettles',
    document: `http://${host}/openapi.json`,
    privateHosts: [host],
    headers: { authorization: 'Bearer key' },
    reads: ['POST /v1/kettles/{id}/search'],
    ...config,
  });
  const loaded = await openApiTools(parsed, { signal: AbortSignal.timeout(60_000) });
  const names = loaded.tools.map(({ name }) => name);
  const toolbox = new Toolbox({ tools: loaded.tools, index: kettleIndex(), allowed: names, writes: names, budget: 99 });
  return { ...loaded, names, toolbox };
}

describe('an API as tools', () => {
  it('has a tool for each operation that reads, and says why others have none', async () => {
    const { names, skipped } = await load();
    expect(names).toEqual(['kettles_show_a_kettle', 'kettles_search_water', 'kettles_slow', 'kettles_broken']);
    expect(Object.fromEntries(skipped.map(({ operation, reason }) => [operation, reason]))).toEqual({
      'DELETE /v1/kettles/{id}': expect.stringContaining('it may change something, and is not allowed'),
      'POST /v1/files': expect.stringContaining('it may change something'),
      'GET /v1/hidden': expect.stringContaining('it needs the header X-Key'),
    });
  });

  it('has one for an operation that changes something only where it is named, and marks it', async () => {
    const { tools } = await load({ writes: ['DELETE /v1/kettles/{id}'] });
    const effects = Object.fromEntries(tools.map(({ name, effect }) => [name, effect]));
    expect(effects).toMatchObject({ kettles_throw_a_kettle_away: 'write', kettles_search_water: 'read' });
  });

  it('shows a model one level of arguments', async () => {
    const { toolbox } = await load();
    expect(toolbox.definitions(['kettles_search_water'])[0]?.parameters).toEqual({
      type: 'object',
      properties: {
        id: { type: 'string' },
        query: { type: 'string' },
        k: { type: 'integer', minimum: 1, maximum: 50 },
        inner: {},
      },
      required: ['id', 'query'],
    });
  });

  it('sends parameters and body to their places, with the key that no model sees', async () => {
    const { toolbox } = await load();
    const show = await toolbox.call({ name: 'kettles_show_a_kettle', arguments: { id: 'a/b?c#d', unit: 'F' } });
    expect(show).toMatchObject({ status: 'ok', text: '{"degrees":90}' });
    await toolbox.call({ name: 'kettles_search_water', arguments: { id: 'x', query: 'hot', k: 3 } });
    expect(asked).toEqual([
      'GET /v1/kettles/a%2Fb%3Fc%23d?unit=F  Bearer key',
      'POST /v1/kettles/x/search {"query":"hot","k":3} Bearer key',
    ]);
    expect(JSON.stringify([toolbox.definitions(), toolbox.records])).not.toContain('Bearer');
  });

  it.each(['..', '.', '', '../../admin'])('does not let %j climb out of its path', async (id) => {
    const { toolbox } = await load();
    await toolbox.call({ name: 'kettles_show_a_kettle', arguments: { id } });
    expect(asked.filter((line) => !/^GET \/v1\/kettles\/[^/]+ /.test(line))).toEqual([]);
  });

  it('checks arguments before anything is sent', async () => {
    const { toolbox } = await load();
    for (const args of [{ id: 'x' }, { id: 'x', query: '' }, { id: 'x', query: 'a', k: 0 }]) {
      expect((await toolbox.call({ name: 'kettles_search_water', arguments: args })).status).toBe('arguments-invalid');
    }
    expect(asked).toEqual([]);
  });

  it('tells what the API answered when it failed', async () => {
    const { toolbox } = await load();
    const outcome = await toolbox.call({ name: 'kettles_broken', arguments: {} });
    expect(outcome).toMatchObject({ status: 'failed', text: expect.stringContaining('answered 500') });
  });

  it('does not load what points into a private network', async () => {
    await expect(load({ privateHosts: [], hosts: [host] })).rejects.toMatchObject({ code: 'address_forbidden' });
    await expect(load({ baseUrl: 'http://169.254.169.254/' })).rejects.toMatchObject({ code: 'address_forbidden' });
  });
});

describe('TOOLS_OPENAPI', () => {
  it('is short for a sibling, whose host it allows', () => {
    expect(
      readOpenApiSetting('search=http://127.0.0.1:8081/openapi.json, tickets=http://localhost:8082/openapi.json'),
    ).toMatchObject([
      { name: 'search', privateHosts: ['127.0.0.1:8081'], hosts: [], writes: [] },
      { name: 'tickets', privateHosts: ['localhost:8082'] },
    ]);
    expect(readOpenApiSetting(' ')).toEqual([]);
  });

  it('may be a file: the sibling services are one', () => {
    const siblings = readOpenApiSetting(join(import.meta.dirname, '../../examples/sibling-services.json'));
    expect(siblings.map(({ name, privateHosts, writes }) => [name, privateHosts, writes])).toEqual([
      ['search', ['127.0.0.1:8081'], []],
      ['tickets', ['127.0.0.1:8082'], []],
      ['documents', ['127.0.0.1:8084'], []],
    ]);
    expect(() => readOpenApiSetting('nowhere.json')).toThrow('TOOLS_OPENAPI: "nowhere.json" cannot be read');
  });

  it.each(['nonsense', 'a=b', '[{"name":"a"}]', '[{', 'a=http://h/x,a=http://h/y', 'UP=http://h/x'])(
    'says what is wrong with %j',
    (text) => expect(() => readOpenApiSetting(text)).toThrow(/TOOLS_OPENAPI: /),
  );
});

import type { RequestListener } from 'node:http';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mcpServersConfig } from '../../src/tools/mcp/config.ts';
import { docsServer } from '../../src/tools/mcp/docs-server.ts';
import { type McpTools, mcpTools } from '../../src/tools/mcp/mcp-tools.ts';
import { transportTo } from '../../src/tools/mcp/transport.ts';
import type { ResolvedAddress } from '../../src/tools/network/allowed-hosts.ts';
import { searchDocs } from '../../src/tools/search-docs.ts';
import { Toolbox } from '../../src/tools/toolbox.ts';
import { kettleIndex } from '../kettle.ts';
import { watchConnections } from './connections.ts';
import { serve } from './local-server.ts';

const HERE: ResolvedAddress = { address: '127.0.0.1', family: 4 };
const METADATA: ResolvedAddress = { address: '169.254.169.254', family: 4 };
const ELSEWHERE: ResolvedAddress = { address: '8.8.8.8', family: 4 };

/** A name whose addresses change: the last is given again and again. */
function changing(...answers: ResolvedAddress[]) {
  let asked = 0;
  const resolve = async () => [answers[Math.min(asked++, answers.length - 1)]!];
  return { resolve, asked: () => asked };
}

async function connect(url: string, { resolve } = changing(HERE), headers = {}): Promise<McpTools> {
  const [config] = mcpServersConfig.parse([{ name: 'docs', url, headers }]);
  const docs = await mcpTools(config!, transportTo(config!, resolve));
  onTestFinished(docs.close);
  return docs;
}

const answerAsDocs: RequestListener = async (request, response) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await docsServer({ index: kettleIndex(), tools: [searchDocs], version: '0.1.0' }).connect(transport as Transport);
  await transport.handleRequest(request, response);
};

/** Its stream of events ends at once, and asks to be opened again in 10 ms. */
const answerWithShortStreams: RequestListener = (request, response) => {
  if (request.method === 'POST') return answerAsDocs(request, response);
  return response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 10\nid: 1\ndata:\n\n');
};

async function search({ tools }: Pick<McpTools, 'tools'>): Promise<string> {
  const toolbox = new Toolbox({ tools, index: kettleIndex(), allowed: ['docs_search_docs'] });
  return (await toolbox.call({ name: 'docs_search_docs', arguments: { query: 'timeouts milliseconds' } })).text;
}

describe('an MCP server at an address', () => {
  it('is asked over HTTP, with the key that was configured', async () => {
    const server = await serve(answerAsDocs);
    const docs = await connect(`http://${server.host}/mcp`, undefined, { Authorization: 'Bearer key' });
    expect(await search(docs)).toContain('`boilTimeout`');
    expect(new Set(server.asked.map((line) => line.split(' ').slice(2).join(' ')))).toEqual(new Set(['Bearer key']));
  });

  it('may be on this machine by its name', async () => {
    const server = await serve(answerAsDocs);
    const [config] = mcpServersConfig.parse([{ name: 'docs', url: `http://localhost:${server.port}/mcp` }]);
    const docs = await mcpTools(config!);
    onTestFinished(docs.close);
    expect(await search(docs)).toContain('`boilTimeout`');
  });

  it('is reached at the address that was checked: nobody else is asked for its name', async () => {
    const server = await serve(answerAsDocs);
    const connections = watchConnections();
    const name = changing(HERE);
    const docs = await connect(`http://docs.example.org:${server.port}/mcp`, name);
    expect(await search(docs)).toContain('`boilTimeout`');
    expect(new Set(connections)).toEqual(new Set(['127.0.0.1']));
    expect(name.asked()).toBe(connections.length);
  });

  it('is not reached here when its name said otherwise at the check', async () => {
    const server = await serve(answerAsDocs);
    const connections = watchConnections();
    // At the check this name is somewhere else; this machine's own resolver says 127.0.0.1 from then on.
    const asked = connect(`http://localhost:${server.port}/mcp`, changing(ELSEWHERE));
    await expect(asked).rejects.toMatchObject({ code: 'tool_failed', cause: { code: 'tool_failed' } });
    expect(connections).toEqual(['8.8.8.8']);
    expect(server.asked).toEqual([]);
  });
});

describe('an answer of an MCP server that is too long', () => {
  const flood = 'x'.repeat(3 * 2 ** 20);
  /** Answers as the docs do, and calls with a flood. */
  const answerWithFlood =
    (type: string, frame: (message: string) => string): RequestListener =>
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      if (request.method === 'GET') return response.writeHead(405).end();
      const { id, method } = JSON.parse(body) as { id?: number; method: string };
      if (id === undefined) return response.writeHead(202).end();
      const results: Record<string, unknown> = {
        initialize: {
          protocolVersion: '2025-06-18',
          capabilities: { tools: {} },
          serverInfo: { name: 'a', version: '1' },
        },
        'tools/list': {
          tools: [{ name: 'search_docs', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } }],
        },
        'tools/call': { content: [{ type: 'text', text: flood }] },
      };
      const message = JSON.stringify({ jsonrpc: '2.0', id, result: results[method] });
      return response.writeHead(200, { 'content-type': type }).end(frame(message));
    };

  it('fails its call', async () => {
    const server = await serve(answerWithFlood('application/json', (message) => message));
    expect(await search(await connect(`http://${server.host}/mcp`))).toMatch(/more than 1048576 bytes$/);
  });

  it('is not read to its end from a stream', async () => {
    const server = await serve(answerWithFlood('text/event-stream', (message) => `data: ${message}\n\n`));
    const { tools } = await connect(`http://${server.host}/mcp`);
    const hurried = tools.map((tool) => ({ ...tool, deadlineMs: 500 }));
    expect(await search({ tools: hurried })).toMatch(/took longer than 500 ms/);
  });
});

describe('a redirect of an MCP server', () => {
  it('leads to no other place', async () => {
    const inside = await serve(answerAsDocs);
    const outside = await serve((_, response) =>
      response.writeHead(307, { location: `http://${inside.host}/mcp` }).end(),
    );
    await expect(connect(`http://${outside.host}/mcp`)).rejects.toMatchObject({ code: 'tool_failed' });
    expect(outside.asked).toHaveLength(1);
    expect(inside.asked).toEqual([]);
  });

  const moved: RequestListener = (request, response) =>
    request.url === '/mcp' ? response.writeHead(307, { location: '/mcp/' }).end() : answerAsDocs(request, response);

  it('is followed within the server', async () => {
    const server = await serve(moved);
    expect(await search(await connect(`http://${server.host}/mcp`))).toContain('`boilTimeout`');
  });

  it('is checked anew', async () => {
    const server = await serve(moved);
    const asked = connect(`http://docs.example.org:${server.port}/mcp`, changing(HERE, METADATA));
    await expect(asked).rejects.toMatchObject({ code: 'tool_failed', cause: { code: 'address_forbidden' } });
    expect(server.asked).toEqual([`POST docs.example.org:${server.port}/mcp -`]);
  });
});

describe('a stream of an MCP server', () => {
  const streams = (asked: readonly string[]) => asked.filter((line) => line.startsWith('GET '));

  it('is opened again when it ends', async () => {
    const server = await serve(answerWithShortStreams);
    await connect(`http://docs.example.org:${server.port}/mcp`);
    await expect.poll(() => streams(server.asked).length, { timeout: 5_000 }).toBeGreaterThan(2);
  });

  it('is checked anew each time', async () => {
    const server = await serve(answerWithShortStreams);
    const connections = watchConnections();
    let address = HERE;
    const refused: ResolvedAddress[] = [];
    const resolve = async () => {
      if (address !== HERE) refused.push(address);
      return [address];
    };
    await connect(`http://docs.example.org:${server.port}/mcp`, { resolve, asked: () => 0 });
    await expect.poll(() => streams(server.asked).length, { timeout: 5_000 }).toBeGreaterThan(0);
    address = METADATA;
    // Those that were checked before are through when the first of the others is refused twice.
    await expect.poll(() => refused.length, { timeout: 5_000 }).toBeGreaterThan(1);
    const before = server.asked.length;
    await new Promise((later) => setTimeout(later, 100));
    expect(server.asked).toHaveLength(before);
    expect(new Set(connections)).toEqual(new Set(['127.0.0.1']));
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { functionTools } from '../../src/tools/functions/function-tools.ts';
import { mcpServersConfig } from '../../src/tools/mcp/config.ts';
import { mcpTools } from '../../src/tools/mcp/mcp-tools.ts';
import { openApiConfig } from '../../src/tools/openapi/config.ts';
import { openApiTools } from '../../src/tools/openapi/open-api-tools.ts';
import type { AgentTool } from '../../src/tools/tool.ts';
import { serve } from '../tools/local-server.ts';

/** An API whose operation `office_kettle_state` answers with what the test says. */
export async function officeApi(answer: unknown): Promise<readonly AgentTool[]> {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  const get = { operationId: 'kettleState', summary: 'Show the state of a kettle', parameters: [id] };
  const document = { openapi: '3.1.0', paths: { '/kettles/{id}': { get } } };
  const { host } = await serve((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.url === '/openapi.json' ? document : answer));
  });
  const config = openApiConfig.parse({
    name: 'office',
    document: `http://${host}/openapi.json`,
    privateHosts: [host],
  });
  return (await openApiTools(config, { signal: AbortSignal.timeout(10_000) })).tools;
}

/** A function `weather_report` of a folder. @param run its source. */
export async function weatherFunction(run: string): Promise<readonly AgentTool[]> {
  const folder = mkdtempSync(join(tmpdir(), 'functions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const fields = {
    name: 'weather_report',
    description: 'Tell the weather of a place.',
    parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
    example: { place: 'Madrid' },
    effect: 'read',
  };
  writeFileSync(join(folder, 'weather.mjs'), `export default { ...${JSON.stringify(fields)}, run: ${run} };`);
  return functionTools(folder, AbortSignal.timeout(10_000));
}

/** A server of the Model Context Protocol with the tool `pantry_tea_stock`. */
export async function pantryServer(text: string): Promise<readonly AgentTool[]> {
  const server = new McpServer({ name: 'pantry', version: '1.0.0' });
  const described = {
    description: 'Count the tea.',
    inputSchema: { kind: z.string() },
    annotations: { readOnlyHint: true },
  };
  server.registerTool('tea_stock', described, () => ({ content: [{ type: 'text', text }] }));
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(theirs);
  const [config] = mcpServersConfig.parse([{ name: 'pantry', command: 'none' }]);
  const { tools, close } = await mcpTools(config!, ours);
  onTestFinished(async () => {
    await close();
    await server.close();
  });
  return tools;
}

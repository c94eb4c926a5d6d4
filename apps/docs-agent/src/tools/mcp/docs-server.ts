import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import type { DocsIndex } from '../../docs-index.ts';
import type { AgentTool } from '../tool.ts';
import { Toolbox } from '../toolbox.ts';

export interface DocsServerOptions {
  readonly index: DocsIndex;
  /** Those that write are left out: an editor gets documentation. */
  readonly tools: readonly AgentTool[];
  /** Of this program. */
  readonly version: string;
}

const OUTPUT_LIMIT = 16_000;
const INSTRUCTIONS =
  'Documentation of the packages that this project has installed, in their installed versions. Search first, then read.';

/** The docs tools for editors, over the Model Context Protocol. Each call has the checks, deadline and limits of a toolbox. */
export function docsServer({ index, tools, version }: DocsServerOptions): Server {
  const offered = tools.filter(({ effect }) => effect === 'read');
  const server = new Server(
    { name: 'pareto-docs', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: offered.map(toMcpTool) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = offered.find(({ name }) => name === params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `There is no tool "${params.name.slice(0, 64)}"`);
    // One call, one toolbox: an editor has no budget here, and numbers each answer anew.
    const toolbox = new Toolbox({ tools: [tool], index, allowed: [tool.name], outputLimit: OUTPUT_LIMIT });
    const { status, text } = await toolbox.call({ name: tool.name, arguments: params.arguments }, { signal });
    return { content: [{ type: 'text' as const, text }], isError: status !== 'ok' };
  });
  return server;
}

/** Serves until the editor closes the input of this process. Nothing else may write to its output. */
export async function serveOverStdio(options: DocsServerOptions): Promise<void> {
  const server = docsServer(options);
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once('end', () => void server.close());
  });
  await server.connect(new StdioServerTransport());
  await closed;
}

function toMcpTool({ name, description, parameters }: AgentTool): Tool {
  return {
    name,
    description,
    inputSchema: parameters as Tool['inputSchema'],
    annotations: { readOnlyHint: true, openWorldHint: false },
  };
}

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { plainOutput } from '../plain-output.ts';
import { shownSchema } from '../shown-schema.ts';
import { type AgentTool, MAX_DEADLINE_MS } from '../tool.ts';
import type { McpServerConfig } from './config.ts';
import { transportTo } from './transport.ts';

export interface McpTools {
  readonly tools: readonly AgentTool[];
  /** Tools of the server that are not among ours, by their names there. */
  readonly skipped: readonly string[];
  close(): Promise<void>;
}

const CONNECT_MS = 10_000;
const MAX_TOOLS = 100;
const DESCRIPTION_LENGTH = 160;
const content = z.object({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).default([]),
});

/**
 * The tools of an MCP server. What they are is asked once: a server that changes them later changes nothing here.
 * @param transport for a server in this process.
 * @throws ServiceError `tool_failed` when the server does not answer.
 */
export async function mcpTools(config: McpServerConfig, transport: Transport = transportTo(config)): Promise<McpTools> {
  const client = new Client({ name: 'pareto-docs-agent', version: '0.1.0' });
  try {
    await client.connect(transport, { timeout: CONNECT_MS });
    const listed = await client.listTools({}, { timeout: CONNECT_MS });
    const known = listed.tools.slice(0, MAX_TOOLS).map((tool) => ({ tool, effect: effectOf(tool, config) }));
    const tools = known.flatMap(({ tool, effect }) => (effect ? [toTool(client, config.name, tool, effect)] : []));
    const skipped = known.filter(({ effect }) => effect === undefined).map(({ tool }) => tool.name);
    return { tools: withoutTwins(tools), skipped, close: () => client.close() };
  } catch (cause) {
    await client.close();
    throw new ServiceError('tool_failed', `The MCP server "${config.name}" does not answer`, { cause });
  }
}

/** A hint is the server's word; that it only reads is believed, since the operator chose the server. */
function effectOf({ name, annotations }: Tool, { tools, writes }: McpServerConfig): AgentTool['effect'] | undefined {
  if (tools && !tools.includes(name) && !writes.includes(name)) return undefined;
  if (annotations?.readOnlyHint === true && annotations.destructiveHint !== true) return 'read';
  return writes.includes(name) ? 'write' : undefined;
}

function toTool(client: Client, server: string, tool: Tool, effect: AgentTool['effect']): AgentTool {
  const { name, description = name, inputSchema } = tool;
  return {
    name: `${server}_${name.replace(/[^A-Za-z0-9_]+/g, '_')}`.slice(0, 64),
    // A description goes into every prompt: nothing of it may pass for more than a description.
    description: plainOutput(description).replace(/\s+/g, ' ').trim().slice(0, DESCRIPTION_LENGTH),
    parameters: shownSchema(inputSchema),
    schema: zodOf(inputSchema),
    example: Object.fromEntries((inputSchema.required ?? []).map((key) => [key, '…'])),
    cost: 2,
    deadlineMs: MAX_DEADLINE_MS,
    effect,
    async run(args, { signal }) {
      const given = { name, arguments: args as Record<string, unknown> };
      const result = await client.callTool(given, undefined, { signal, timeout: MAX_DEADLINE_MS }).catch((cause) => {
        signal.throwIfAborted();
        if (cause instanceof ServiceError && cause.code === 'tool_answer_invalid') throw cause;
        throw new ServiceError('tool_failed', `the MCP server "${server}" does not answer`, { cause });
      });
      const parsed = content.safeParse(result);
      if (!parsed.success) throw new ServiceError('tool_answer_invalid', `"${server}" answered something unexpected`);
      const text = parsed.data.content.map((part) => part.text ?? `[${part.type.slice(0, 40)} left out]`).join('\n');
      if (parsed.data.isError) throw new ServiceError('tool_failed', text.slice(0, 500));
      return { text };
    },
  };
}

/** Where a schema cannot be checked here, the server checks it. */
function zodOf(schema: Tool['inputSchema']): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch {
    return z.record(z.string(), z.unknown());
  }
}

function withoutTwins(tools: readonly AgentTool[]): AgentTool[] {
  return tools.filter((tool, i) => tools.findIndex(({ name }) => name === tool.name) === i);
}

import { ServiceError } from '@pareto/contracts';
import { functionTools } from './functions/function-tools.ts';
import type { McpServerConfig } from './mcp/config.ts';
import { type McpTools, mcpTools } from './mcp/mcp-tools.ts';
import type { OpenApiConfig } from './openapi/config.ts';
import { openApiTools } from './openapi/open-api-tools.ts';
import type { AgentTool } from './tool.ts';

export interface AddedToolsConfig {
  readonly openApis: readonly OpenApiConfig[];
  /** Folder of modules, each with a function. */
  readonly functions?: string | undefined;
  readonly mcpServers: readonly McpServerConfig[];
}

export interface AddedTools {
  readonly tools: readonly AgentTool[];
  /** What could not be added, for the log: an API that is down, an operation that cannot be a tool. */
  readonly problems: readonly { readonly from: string; readonly problem: string }[];
  close(): Promise<void>;
}

/** An API is asked for its document; milliseconds. */
const LOAD_MS = 10_000;

/**
 * The tools that an operator adds: APIs, functions, MCP servers. One that does not answer is missed with a word; the
 * others are there.
 * @throws ServiceError `config_invalid` for what will not become right by itself.
 */
export async function addedTools({ openApis, functions, mcpServers }: AddedToolsConfig): Promise<AddedTools> {
  const signal = () => AbortSignal.timeout(LOAD_MS);
  const problems: { from: string; problem: string }[] = [];
  const attempt = async <T>(from: string, load: () => Promise<T>): Promise<T[]> => {
    try {
      return [await load()];
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'config_invalid') throw error;
      const problem = error instanceof ServiceError ? error.message : 'it did not answer in time';
      problems.push({ from, problem });
      return [];
    }
  };
  const ofFunctions = functions === undefined ? [] : await functionTools(functions, signal());
  const [apis, servers] = await Promise.all([
    Promise.all(openApis.map((api) => attempt(api.name, () => openApiTools(api, { signal: signal() })))),
    Promise.all(mcpServers.map((server) => attempt<McpTools>(server.name, () => mcpTools(server)))),
  ]);
  for (const [i, api] of apis.entries()) {
    const skipped = api.flatMap((it) => it.skipped);
    problems.push(
      ...skipped.map(({ operation, reason }) => ({ from: `${openApis[i]!.name} ${operation}`, problem: reason })),
    );
  }
  return {
    tools: [...ofFunctions, ...apis.flat().flatMap((api) => api.tools), ...servers.flat().flatMap((it) => it.tools)],
    problems,
    close: async () => {
      await Promise.all(servers.flat().map((server) => server.close()));
    },
  };
}

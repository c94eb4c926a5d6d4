import type { BindToolsInput } from '@langchain/core/language_models/chat_models';
import { convertToOpenAITool, isLangChainTool } from '@langchain/core/utils/function_calling';
import { type JsonSchema, ServiceError, type ToolChoice, type ToolDefinition } from '@pareto/contracts';
import { z } from 'zod';
import { plainSchema } from './plain-schema.ts';

const MAX_TOOLS = 128;
const NO_PARAMETERS: JsonSchema = { type: 'object', properties: {} };

const definition = z.object({
  name: z.string().regex(/^[a-zA-Z0-9_.-]{1,64}$/, 'expected 1 to 64 letters, digits, "_", "." or "-"'),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});
const openAiTool = z.object({ type: z.literal('function'), function: definition });
const toolInput = z.union([openAiTool.transform((tool) => tool.function), definition]);

const namedTool = z.union([
  z
    .object({ type: z.literal('function'), function: z.object({ name: z.string() }) })
    .transform((it) => it.function.name),
  z.object({ type: z.literal('tool'), name: z.string() }).transform((it) => it.name),
]);

/**
 * Tools in any form that LangChain's `bindTools` takes: its own tools with a schema of zod or JSON, OpenAI's form, or
 * name, description and parameters.
 * @throws ServiceError `parameter_unsupported` with the place of a tool in another form, as the built-in tools of
 *   providers are; `request_invalid` when there are more than 128, or two of one name.
 */
export function toToolDefinitions(tools: readonly BindToolsInput[]): ToolDefinition[] {
  if (tools.length > MAX_TOOLS) {
    throw new ServiceError('request_invalid', `${tools.length} tools, at most ${MAX_TOOLS} are accepted`, {
      param: 'tools',
    });
  }
  const definitions = tools.map(toToolDefinition);
  const twice = definitions.find(({ name }, i) => definitions.findIndex((other) => other.name === name) !== i);
  if (!twice) return definitions;
  throw new ServiceError('request_invalid', `two tools have the name "${twice.name}"`, { param: 'tools' });
}

function toToolDefinition(tool: BindToolsInput, i: number): ToolDefinition {
  const parsed = toolInput.safeParse(isLangChainTool(tool) ? convertToOpenAITool(tool) : tool);
  if (parsed.success) {
    const { name, description, parameters } = parsed.data;
    return {
      name,
      description: description ?? undefined,
      parameters: parameters ? plainSchema(parameters) : NO_PARAMETERS,
    };
  }
  throw new ServiceError('parameter_unsupported', 'only functions with a name and a JSON Schema can be tools', {
    param: `tools.${i}`,
    cause: parsed.error,
  });
}

/**
 * LangChain's `tool_choice`: "auto", "none", "any" or "required", or a tool by its name, also in OpenAI's or Anthropic's form.
 * @throws ServiceError `request_invalid` for another form, or for a tool that is not there.
 */
export function toToolChoice(choice: unknown, tools: readonly ToolDefinition[]): ToolChoice {
  if (choice === undefined || choice === null) return tools.length > 0 ? 'auto' : 'none';
  if (choice === 'none') return 'none';
  if (choice === 'auto') return tools.length > 0 ? 'auto' : 'none';
  if (choice === 'any' || choice === 'required') {
    if (tools.length > 0) return 'required';
    throw new ServiceError('request_invalid', 'a call is required, and there are no tools', { param: 'tool_choice' });
  }
  const named = typeof choice === 'string' ? choice : namedTool.safeParse(choice).data;
  if (named !== undefined && tools.some(({ name }) => name === named)) return { name: named };
  const detail = named === undefined ? 'the choice has no known form' : `there is no tool "${named.slice(0, 64)}"`;
  throw new ServiceError('request_invalid', detail, { param: 'tool_choice' });
}

import { coded, type JsonSchema, type ToolChoice, type ToolDefinition } from '@pareto/contracts';
import { z } from 'zod';
import { contradiction, parameters, text } from './fields.ts';
import { findSchemaFault } from './json-schema-shape.ts';

const MAX_TOOLS = 128;
const NO_ARGUMENTS: JsonSchema = { type: 'object', properties: {} };
const onlyFunctions = { error: coded('parameter_unsupported', 'only tools of type "function" are offered') };

export const toolName = z.string().regex(/^[a-zA-Z0-9_.-]{1,64}$/, 'expected 1 to 64 letters, digits, "_", "." or "-"');

/** A JSON Schema that is well formed; `schema_unsupported` when it is too large. */
export const jsonSchema = z.record(z.string(), z.unknown()).superRefine((schema, context) => {
  const fault = findSchemaFault(schema);
  if (!fault) return;
  const message = fault.isTooLarge ? coded('schema_unsupported', fault.problem) : fault.problem;
  context.addIssue({ code: 'custom', path: [...fault.path], message });
});

const argumentsSchema = jsonSchema.superRefine((schema, context) => {
  if (schema.type !== undefined && schema.type !== 'object') {
    context.addIssue({ code: 'custom', path: ['type'], message: 'the arguments of a function are an object' });
  }
});

const functionTool = z.object({
  type: z.literal('function', onlyFunctions),
  function: parameters({
    name: toolName,
    description: text.nullish(),
    parameters: argumentsSchema.nullish(),
    strict: z.boolean().nullish().meta({ description: 'Arguments satisfy their schema in any case' }),
  }),
});

export const tools = z.array(functionTool).max(MAX_TOOLS);
type Tools = z.output<typeof tools>;

const namedFunction = z.object({ type: z.literal('function', onlyFunctions), function: z.object({ name: toolName }) });
const allowedTools = z.object({
  type: z.literal('allowed_tools'),
  allowed_tools: z.object({ mode: z.enum(['auto', 'required']), tools: z.array(namedFunction).min(1).max(MAX_TOOLS) }),
});

export const toolChoice = z.union(
  [z.enum(['none', 'auto', 'required']), z.discriminatedUnion('type', [namedFunction, allowedTools])],
  'expected "none", "auto", "required", a function or allowed tools',
);

/** Reports tools that share a name, and a choice of a tool that is not there. */
export function checkTools(
  {
    tools,
    tool_choice: choice,
  }: { tools?: Tools | null | undefined; tool_choice?: z.output<typeof toolChoice> | null | undefined },
  context: z.core.$RefinementCtx,
): void {
  const names = new Set<string>();
  for (const [i, tool] of (tools ?? []).entries()) {
    if (names.has(tool.function.name))
      contradiction(context, ['tools', i, 'function', 'name'], 'two tools have this name');
    names.add(tool.function.name);
  }
  if (choice == null || choice === 'none' || choice === 'auto') return;
  if (names.size === 0) contradiction(context, ['tool_choice'], 'there are no tools to choose from');
  if (choice === 'required') return;
  for (const name of chosenNames(choice)) {
    if (names.size > 0 && !names.has(name)) contradiction(context, ['tool_choice'], `there is no tool "${name}"`);
  }
}

/** The tools that the model may see, and how free it is to call them. */
export function toToolPrompt(
  tools: Tools | null | undefined,
  choice: z.output<typeof toolChoice> | null | undefined,
): { tools: readonly ToolDefinition[]; toolChoice: ToolChoice } {
  const all = (tools ?? []).map(({ function: { name, description, parameters } }) => ({
    name,
    description: description ?? undefined,
    parameters: parameters ?? NO_ARGUMENTS,
  }));
  if (all.length === 0) return { tools: [], toolChoice: 'none' };
  if (choice == null || typeof choice === 'string') return { tools: all, toolChoice: choice ?? 'auto' };
  if (choice.type === 'function') return { tools: all, toolChoice: { name: choice.function.name } };
  const allowed = new Set(chosenNames(choice));
  return { tools: all.filter(({ name }) => allowed.has(name)), toolChoice: choice.allowed_tools.mode };
}

function chosenNames(choice: Exclude<z.output<typeof toolChoice>, string>): string[] {
  if (choice.type === 'function') return [choice.function.name];
  return choice.allowed_tools.tools.map((tool) => tool.function.name);
}

import type { ChatPrompt, JsonSchema, ToolDefinition } from '@pareto/contracts';
import type { GrammarBuilder } from './grammar/builder.ts';
import type { Piece } from './plain-message.ts';

/** With this the model's answer begins when it is a call. */
export const CALL_OPENING = '<tool_call>';
export const BEFORE_NAME = '\n{"name": "';
export const BEFORE_ARGUMENTS = '", "arguments": ';
export const CALL_CLOSING = '}\n</tool_call>';

/** What the system says about the tools. */
export function toolInstructions(tools: readonly ToolDefinition[]): Piece[] {
  const signatures = tools.map(({ name, description, parameters }) =>
    JSON.stringify({ type: 'function', function: { name, ...(description ? { description } : {}), parameters } }),
  );
  return [
    '# Tools\n\nYou may call one or more functions to assist with the user query.\n\n',
    'You are provided with function signatures within <tools></tools> XML tags:\n<tools>\n',
    signatures.join('\n'),
    '\n</tools>\n\nFor each function call, return a json object with function name and arguments within ',
    { control: '<tool_call></tool_call>' },
    ' XML tags:\n',
    { control: '<tool_call>\n' },
    '{"name": <function-name>, "arguments": <args-json-object>}\n',
    { control: '</tool_call>' },
  ];
}

/** The tools that the choice of the caller leaves to the model. */
export function callableTools({ tools, toolChoice }: ChatPrompt): readonly ToolDefinition[] {
  if (toolChoice === 'none') return [];
  return typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools;
}

/** The beginning that every answer with a call has; it is given to the model and not generated. */
export function callBeginning(tools: readonly ToolDefinition[]): Piece[] {
  const only = tools.length === 1 ? tools[0]!.name + BEFORE_ARGUMENTS.trimEnd() : '';
  return [{ control: CALL_OPENING }, BEFORE_NAME + only];
}

/** Adds the rule for what follows `callBeginning`: the rest of the call, and more calls where several may come. */
export function addCallRule(grammar: GrammarBuilder, tools: readonly ToolDefinition[], parallel: boolean): string {
  const calls = tools.map(({ name, parameters }, i) => {
    const args = grammar.addSchema(objectSchema(parameters), `tools.${i}.function.parameters`);
    return { name, args };
  });
  const whole = grammar.addRule(
    'tool-call',
    calls.map(({ name, args }) => `${literal(name + BEFORE_ARGUMENTS)} ${args} ${literal(CALL_CLOSING)}`).join(' | '),
  );
  const only = calls.length === 1 ? `" " ${calls[0]!.args} ${literal(CALL_CLOSING)}` : whole;
  const more = parallel ? ` (${literal(`\n${CALL_OPENING}${BEFORE_NAME}`)} ${whole}){0,${MAX_CALLS - 1}}` : '';
  return grammar.addRule('tool-calls', only + more);
}

const MAX_CALLS = 16;

/** Arguments are an object, also where a tool declares nothing. */
function objectSchema(parameters: JsonSchema): JsonSchema {
  if (typeof parameters === 'boolean') return { type: 'object' };
  return 'type' in parameters || '$ref' in parameters ? parameters : { type: 'object', ...parameters };
}

function literal(text: string): string {
  return JSON.stringify(text);
}

import { ToolMessage } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import type { ToolOutcome } from '../ports.ts';
import type { RunContext } from '../run-context.ts';

const PREVIEW_LENGTH = 200;
/** Arguments that were no JSON go under this name, so that the tools answer what is wrong with them. */
export const RAW_ARGUMENTS = '__arguments';

/** Every call of the model goes to the tools of the question, whatever its name and arguments are. */
export function toolCallsMiddleware(context: RunContext) {
  return createMiddleware({
    name: 'ToolCalls',
    wrapToolCall: async ({ toolCall, runtime }) => {
      const { id = '', name, args } = toolCall;
      const raw = RAW_ARGUMENTS in args ? args[RAW_ARGUMENTS] : args;
      return callTool(context, { id, name, arguments: raw }, runtime.signal);
    },
  });
}

/** One call with its events, as a message for the model. @throws the signal's reason. */
export async function callTool(
  { tools, emit, onStep }: Pick<RunContext, 'tools' | 'emit' | 'onStep'>,
  call: { readonly id: string; readonly name: string; readonly arguments: unknown },
  signal: AbortSignal | undefined,
): Promise<ToolMessage & { artifact: ToolOutcome }> {
  const { id, name, arguments: args } = call;
  emit({ type: 'tool_call', id, tool: name, arguments: args });
  const began = performance.now();
  const { status, text, readings } = await tools.call(call, { signal });
  const ms = Math.round(performance.now() - began);
  const preview = text.slice(0, PREVIEW_LENGTH).toWellFormed();
  emit({ type: 'tool_result', id, tool: name, status, preview, ms });
  onStep({ kind: 'tool', tool: name, arguments: args, result_preview: preview, status, ms });
  const outcome: ToolOutcome = { status, text, readings };
  return new ToolMessage({
    content: text,
    artifact: outcome,
    tool_call_id: id,
    name,
    status: status === 'ok' ? 'success' : 'error',
  }) as ToolMessage & { artifact: ToolOutcome };
}

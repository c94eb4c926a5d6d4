import type { InvalidToolCall, ToolCall as LangChainToolCall } from '@langchain/core/messages/tool';

/** A call as a model wrote it, and as far as it did. */
export interface WrittenCall {
  readonly id: string | undefined;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export type ReadCall = (LangChainToolCall & { type: 'tool_call' }) | (InvalidToolCall & { type: 'invalid_tool_call' });

/**
 * A call with its arguments parsed, all of them or none: an answer that was cut off leaves half of a path or of a
 * condition, which LangChain's own lenient parser would complete to a call that nobody made.
 */
export function readCall({ id, name, arguments: text }: WrittenCall): ReadCall {
  const args = parseObject(text);
  if (args) return { type: 'tool_call', id, name, args };
  return { type: 'invalid_tool_call', id, name, args: text, error: 'The arguments are not a whole JSON object' };
}

/** A JSON object; empty text is an empty one, as some servers write it for tools without parameters. */
function parseObject(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

import {
  AIMessage,
  type BaseMessage,
  ChatMessage as GenericMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import { type ChatMessage, isWellFormedText, ServiceError, type ToolCall } from '@pareto/contracts';
import { readCall } from './call-arguments.ts';

/** Parts of an answer that stand elsewhere in its message, or that models do not read again. */
const PASSED_OVER = /^(tool_|invalid_tool_|server_tool_|input_json_|reasoning|thinking|redacted_)/;

/**
 * LangChain's messages as the port's, in order. Texts in several parts are joined as they stand, since models read one
 * text per message; calls whose arguments are no JSON go as they were written, so that what answers them has its call.
 * @throws ServiceError `content_unsupported` for a part or a kind of message that a model cannot read,
 *   `text_malformed`; `param` is its place, like `messages.3.content.0`.
 */
export function toChatMessages(messages: readonly BaseMessage[]): ChatMessage[] {
  return messages.map((message, i) => toChatMessage(message, `messages.${i}`));
}

function toChatMessage(message: BaseMessage, place: string): ChatMessage {
  const content = textOf(message, place);
  if (AIMessage.isInstance(message)) {
    const toolCalls = callsOf(message);
    return { role: 'assistant', content, ...(toolCalls.length > 0 ? { toolCalls } : {}) };
  }
  if (ToolMessage.isInstance(message)) return { role: 'tool', content, toolCallId: message.tool_call_id };
  const role = GenericMessage.isInstance(message) ? message.role : message.type;
  switch (role) {
    case 'human':
    case 'user':
      return { role: 'user', content };
    case 'system':
    case 'developer':
      return { role: 'system', content };
    case 'assistant':
      return { role: 'assistant', content };
    default:
      throw new ServiceError('content_unsupported', `a message of type "${role.slice(0, 40)}" cannot be read`, {
        param: place,
      });
  }
}

function callsOf({ tool_calls = [], invalid_tool_calls = [] }: AIMessage): ToolCall[] {
  const valid = tool_calls.map(({ id, name, args }) => ({ id, name, arguments: JSON.stringify(args) }));
  const invalid = invalid_tool_calls.map(({ id, name, args }) => ({ id, name: name ?? '', arguments: args ?? '' }));
  return [...valid, ...invalid].map((call, i) => ({ ...call, id: call.id ?? `call_${i}` }));
}

function textOf(message: BaseMessage, place: string): string {
  const { content } = message;
  const text = typeof content === 'string' ? content : content.map(partOf).join('');
  if (isWellFormedText(text)) return text;
  throw new ServiceError('text_malformed', 'a message holds a lone surrogate or a NUL', { param: `${place}.content` });

  function partOf(part: unknown, i: number): string {
    if (typeof part === 'string') return part;
    const { type, text } = part as { type?: unknown; text?: unknown };
    if ((type === 'text' || type === 'text-plain') && typeof text === 'string') return text;
    if (AIMessage.isInstance(message) && PASSED_OVER.test(String(type))) return '';
    const detail = `a part of type "${String(type).slice(0, 40)}" cannot be read, only text`;
    throw new ServiceError('content_unsupported', detail, { param: `${place}.content.${i}` });
  }
}

/** The port's messages as LangChain's; results of tools get the name of the tool from the call that they answer. */
export function toLangChainMessages(messages: readonly ChatMessage[]): BaseMessage[] {
  const calls = messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []) : []));
  const names = new Map(calls.map(({ id, name }) => [id, name]));
  return messages.map((message) => toLangChainMessage(message, names));
}

function toLangChainMessage(message: ChatMessage, names: ReadonlyMap<string, string>): BaseMessage {
  const { content } = message;
  switch (message.role) {
    case 'system':
      return new SystemMessage(content);
    case 'user':
      return new HumanMessage(content);
    case 'tool': {
      const name = names.get(message.toolCallId);
      return new ToolMessage({ content, tool_call_id: message.toolCallId, ...(name === undefined ? {} : { name }) });
    }
    case 'assistant': {
      const calls = (message.toolCalls ?? []).map(readCall);
      return new AIMessage({
        content,
        tool_calls: calls.filter((call) => call.type === 'tool_call'),
        invalid_tool_calls: calls.filter((call) => call.type === 'invalid_tool_call'),
      });
    }
  }
}

import type { ChatMessage, ToolCall } from '@pareto/contracts';

/** Text of a caller, or text of ours that may hold control tokens. */
export type Piece = string | { readonly control: string };

/** A message as chat templates know it: tools and their results are already text. */
export interface PlainMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: readonly Piece[];
}

/**
 * Writes tool calls and their results as text, in the form of the Hermes models that Qwen and many others are trained on.
 * Results that follow each other go into one message, since templates want users and assistants to take turns.
 */
export function toPlainMessages(messages: readonly ChatMessage[]): PlainMessage[] {
  const plain: { role: PlainMessage['role']; content: Piece[]; isResult: boolean }[] = [];
  for (const message of messages) {
    if (message.role !== 'tool') {
      const calls = message.role === 'assistant' ? (message.toolCalls ?? []).flatMap(callPieces) : [];
      plain.push({ role: message.role, content: [message.content, ...calls], isResult: false });
      continue;
    }
    const result: Piece[] = [{ control: '<tool_response>\n' }, message.content, { control: '\n</tool_response>' }];
    const last = plain.at(-1);
    if (last?.isResult) last.content.push('\n', ...result);
    else plain.push({ role: 'user', content: result, isResult: true });
  }
  return plain;
}

/** The same messages with a text added to what the system says. */
export function withSystemText(messages: readonly PlainMessage[], text: readonly Piece[]): PlainMessage[] {
  const [first, ...rest] = messages;
  if (first?.role === 'system') return [{ role: 'system', content: [...first.content, '\n\n', ...text] }, ...rest];
  return [{ role: 'system', content: ['You are a helpful assistant.\n\n', ...text] }, ...messages];
}

function callPieces({ name, arguments: args }: ToolCall, i: number): Piece[] {
  const open = { control: `${i === 0 ? '' : '\n'}<tool_call>\n` };
  return [open, `{"name": ${JSON.stringify(name)}, "arguments": ${args}}`, { control: '\n</tool_call>' }];
}

import { AIMessage } from '@langchain/core/messages';

/** What a model said beside its answer. */
export interface Aside {
  readonly text: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export function asideOf({ text, usage_metadata: usage }: AIMessage): Aside {
  return { text, promptTokens: usage?.input_tokens ?? 0, completionTokens: usage?.output_tokens ?? 0 };
}

/** A message with the tokens of what was asked beside it. */
export function withUsage(message: AIMessage, aside: Aside | undefined): AIMessage {
  const input = (aside?.promptTokens ?? 0) + (message.usage_metadata?.input_tokens ?? 0);
  const output = (aside?.completionTokens ?? 0) + (message.usage_metadata?.output_tokens ?? 0);
  const { content, tool_calls = [], response_metadata } = message;
  return new AIMessage({
    content,
    tool_calls,
    usage_metadata: { input_tokens: input, output_tokens: output, total_tokens: input + output },
    response_metadata,
    ...(message.id === undefined ? {} : { id: message.id }),
  });
}

import type { ChatMessage, ChatPrompt, GenerationRequest, ResponseFormat } from '@pareto/contracts';

/** OpenAI's form of the messages. */
export function toMessages(messages: readonly ChatMessage[]) {
  return messages.map((message) => {
    switch (message.role) {
      case 'tool':
        return { role: 'tool' as const, content: message.content, tool_call_id: message.toolCallId };
      case 'assistant': {
        const { content, toolCalls = [] } = message;
        if (toolCalls.length === 0) return { role: 'assistant' as const, content };
        const calls = toolCalls.map(({ id, name, arguments: json }) => ({
          id,
          type: 'function' as const,
          function: { name, arguments: json },
        }));
        return { role: 'assistant' as const, content: content === '' ? null : content, tool_calls: calls };
      }
      default:
        return { role: message.role, content: message.content };
    }
  });
}

export function toTools({ tools }: ChatPrompt) {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function' as const,
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      parameters: typeof parameters === 'boolean' ? { type: 'object' } : parameters,
    },
  }));
}

export function toToolChoice(choice: ChatPrompt['toolChoice']) {
  return typeof choice === 'string' ? choice : { type: 'function' as const, function: { name: choice.name } };
}

/** OpenAI's form; `strict`, since the port promises that answers satisfy the schema. */
export function toResponseFormat(format: ResponseFormat) {
  if (format.kind === 'text') return undefined;
  if (format.kind === 'json-object') return { type: 'json_object' as const };
  const { name, schema } = format;
  return { type: 'json_schema' as const, json_schema: { name, schema: asObject(schema), strict: true } };
}

/** `true` and `false` are schemas that no server takes. */
export function asObject(schema: boolean | { readonly [keyword: string]: unknown }): Record<string, unknown> {
  if (typeof schema !== 'boolean') return schema;
  return schema ? {} : { not: {} };
}

/**
 * What both routes name alike. What a request does not ask for is left out, since not every server knows it.
 * @param omitsDefaults leaves out a temperature and a top_p of 1 as well: some models refuse the parameters themselves.
 */
export function toSampling(request: GenerationRequest, omitsDefaults: boolean) {
  const { temperature, topP, seed, frequencyPenalty, presencePenalty, stop } = request;
  return {
    ...(omitsDefaults && temperature === 1 ? {} : { temperature }),
    ...(omitsDefaults && topP === 1 ? {} : { top_p: topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(frequencyPenalty === 0 ? {} : { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty === 0 ? {} : { presence_penalty: presencePenalty }),
    ...(stop.length === 0 ? {} : { stop: [...stop] }),
  };
}

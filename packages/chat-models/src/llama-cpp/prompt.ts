import type { ChatPrompt, GenerationRequest } from '@pareto/contracts';
import { type Piece, type PlainMessage, toPlainMessages, withSystemText } from './plain-message.ts';
import { callableTools, toolInstructions } from './tool-calls.ts';

/** A conversation as the chat template takes it: tools and the wanted format are part of what the system says. */
export function composeMessages(request: GenerationRequest, prompt: ChatPrompt): PlainMessage[] {
  let messages = toPlainMessages(prompt.messages);
  const tools = callableTools(prompt);
  if (tools.length > 0) messages = withSystemText(messages, toolInstructions(tools));
  const format = formatInstructions(request);
  return format ? withSystemText(messages, format) : messages;
}

/** Decoding enforces the format; a model that also knows it fills it with better things. */
function formatInstructions({ responseFormat }: GenerationRequest): Piece[] | undefined {
  if (responseFormat.kind === 'text') return undefined;
  if (responseFormat.kind === 'json-object') return ['Answer with one JSON object and nothing else.'];
  return [
    `Answer with JSON and nothing else. It satisfies this JSON Schema:\n${JSON.stringify(responseFormat.schema)}`,
  ];
}

import type { ChatMessage, ChatPrompt, GenerationRequest } from '@pareto/contracts';
import { truncated } from '../tools/plain-output.ts';

/** What a model was asked, as a trace keeps it. */
export interface RecordedRequest extends Omit<GenerationRequest, 'prompt'> {
  readonly messages: readonly ChatMessage[];
  /** Names of the tools that were offered; what they are stands in the beginning of the run. */
  readonly tools: readonly string[];
  readonly toolChoice: ChatPrompt['toolChoice'];
}

/** Of all messages of a request, UTF-16 code units: more than any budget of ours lets a prompt have. */
const MAX_LENGTH = 64_000;

/** A request as data. Where it is very long the newest messages stay whole, and a mark in the others says what is missing. */
export function recordedRequest({ prompt, ...parameters }: GenerationRequest): RecordedRequest {
  if (prompt.kind === 'text') {
    const messages = bounded([{ role: 'user', content: prompt.text }]);
    return { ...parameters, messages, tools: [], toolChoice: 'none' };
  }
  const { messages, tools, toolChoice } = prompt;
  return { ...parameters, messages: bounded(messages), tools: tools.map(({ name }) => name), toolChoice };
}

function bounded(messages: readonly ChatMessage[]): ChatMessage[] {
  let left = MAX_LENGTH;
  return messages
    .toReversed()
    .map((message) => {
      const content = truncated(message.content, left);
      left = Math.max(0, left - content.length);
      return { ...message, content };
    })
    .toReversed();
}

import type { GenerationRequest } from '@pareto/contracts';
import type { Estimate } from './budget.ts';

/** Marks around a message in any chat template known, in tokens. */
const TOKENS_PER_MESSAGE = 16;

/** Tokens that a request can need at most: byte-level tokenizers make no more tokens than there are bytes. */
export function mostTokens(choices: readonly GenerationRequest[], maxTokens: number): Estimate {
  let promptTokens = 0;
  let completionTokens = 0;
  for (const request of choices) {
    promptTokens += promptBytes(request) + TOKENS_PER_MESSAGE;
    completionTokens += Math.min(request.maxTokens ?? maxTokens, maxTokens);
  }
  return { promptTokens, completionTokens };
}

/** UTF-8 bytes of everything that the model reads. */
export function promptBytes({ prompt, responseFormat }: GenerationRequest): number {
  if (prompt.kind === 'text') return Buffer.byteLength(prompt.text);
  let bytes = responseFormat.kind === 'json-schema' ? Buffer.byteLength(JSON.stringify(responseFormat.schema)) : 0;
  if (prompt.tools.length > 0) bytes += Buffer.byteLength(JSON.stringify(prompt.tools));
  for (const message of prompt.messages) {
    bytes += Buffer.byteLength(message.content) + TOKENS_PER_MESSAGE;
    if (message.role === 'assistant' && message.toolCalls)
      bytes += Buffer.byteLength(JSON.stringify(message.toolCalls));
  }
  return bytes;
}

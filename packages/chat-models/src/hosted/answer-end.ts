import { type FinishReason, type GenerationEvent, ServiceError } from '@pareto/contracts';
import type { WireUsage } from './chunk-schemas.ts';

/** OpenAI's words, and those of servers that pass on what their engine says. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};

/**
 * How an answer ended.
 * @throws ServiceError `chat_model_failed` when the stream broke off, `chat_model_invalid` for a reason that nobody
 *   knows and for an answer without usage: an estimate would be wrong in money.
 */
export function finishOf(
  reason: string | undefined,
  usage: WireUsage | undefined,
  hasCalls: boolean,
): Extract<GenerationEvent, { type: 'finish' }> {
  if (reason === undefined) throw new ServiceError('chat_model_failed', 'the stream ended in the middle of the answer');
  const known = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  if (known === undefined)
    throw new ServiceError('chat_model_invalid', 'the answer ended for a reason that is not known');
  if (!usage) throw new ServiceError('chat_model_invalid', 'the answer came without the number of its tokens');
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens, prompt_tokens_details: details } = usage;
  return {
    type: 'finish',
    // OpenAI says "stop" after a call that was forced, and several servers say it after any.
    reason: hasCalls && known === 'stop' ? 'tool-calls' : known,
    usage: { promptTokens, cachedTokens: Math.min(details?.cached_tokens ?? 0, promptTokens), completionTokens },
  };
}

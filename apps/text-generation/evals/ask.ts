import OpenAI from 'openai';
import type { Answer, Case } from './case.ts';

/** The service waits with a full queue; a case then waits longer than the client would by default. */
const RETRIES = 6;
const TIMEOUT_MS = 600_000;
/** What the service may say of a request that it will not take; anything else ends the run. */
const REFUSALS = new Set([400, 413, 422]);

/** Asks one case without streaming. @throws OpenAI.APIError for what is no answer to the case. */
export type Ask = (each: Case, signal: AbortSignal) => Promise<Answer>;

export function client(baseURL: string, model: string): Ask {
  const apiKey = process.env.OPENAI_API_KEY ?? 'none';
  const openai = new OpenAI({ baseURL, apiKey, maxRetries: RETRIES, timeout: TIMEOUT_MS });
  return async ({ request }, signal) => {
    const began = performance.now();
    try {
      const completion = await openai.chat.completions.create({ ...request, model }, { signal });
      return { ...toAnswer(completion), ms: Math.round(performance.now() - began) };
    } catch (error) {
      if (!(error instanceof OpenAI.APIError) || !REFUSALS.has(error.status ?? 0)) throw error;
      const ms = Math.round(performance.now() - began);
      return {
        content: '',
        toolCalls: [],
        finishReason: 'refused',
        refusal: error.message,
        promptTokens: 0,
        completionTokens: 0,
        ms,
      };
    }
  };
}

function toAnswer({ choices, usage }: OpenAI.Chat.ChatCompletion): Omit<Answer, 'ms'> {
  const { message, finish_reason: finishReason } = choices[0]!;
  return {
    content: message.content ?? '',
    toolCalls: (message.tool_calls ?? []).flatMap((call) =>
      call.type === 'function' ? [{ name: call.function.name, arguments: call.function.arguments }] : [],
    ),
    finishReason,
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
  };
}

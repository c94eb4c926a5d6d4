import type { ChatMessage, ChatModel, ServiceError, TokenLogprob, TokenUsage } from '@pareto/contracts';
import { sentencesOf } from '@pareto/grounding';

export const NO_USAGE: TokenUsage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

export interface GenerationLimits {
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  /** Alternatives of each token that the model is to report. */
  readonly topLogprobs?: number | undefined;
}

/** What a model writes: `began` with its first token, then each sentence as soon as the next one begins. */
export type Written =
  | {
      readonly type: 'began';
      /** With its likeliest alternatives; undefined where the model does not tell. */
      readonly token: TokenLogprob | undefined;
    }
  | { readonly type: 'sentence'; readonly text: string };

/** @returns what it cost. */
export async function* writtenSentences(
  model: ChatModel,
  messages: readonly ChatMessage[],
  { maxTokens, signal, topLogprobs }: GenerationLimits,
): AsyncGenerator<Written, TokenUsage> {
  let text = '';
  let hasBegun = false;
  let usage = NO_USAGE;
  let isSilent = false;
  try {
    for await (const event of model.generate({ ...requestFor(messages, maxTokens), topLogprobs }, { signal })) {
      if (event.type === 'finish') usage = event.usage;
      if (event.type !== 'text') continue;
      if (!hasBegun) {
        isSilent = topLogprobs !== undefined && !event.logprobs;
        yield { type: 'began', token: event.logprobs?.[0] };
      }
      hasBegun = true;
      text += event.text;
      // The last one may go on: "3.5 million", "Inc. of Delaware".
      const complete = sentencesOf(text).slice(0, -1);
      for (const { start, end } of complete) yield { type: 'sentence', text: text.slice(start, end) };
      if (complete.length > 0) text = text.slice(complete.at(-1)!.end);
    }
  } catch (error) {
    // Where a server passes over log-probabilities that were asked for, its answer is whole but for them.
    if (!isSilent || (error as ServiceError).code !== 'chat_model_invalid') throw error;
  }
  for (const { start, end } of sentencesOf(text)) yield { type: 'sentence', text: text.slice(start, end) };
  return usage;
}

/** The whole of a short answer. */
export async function written(model: ChatModel, messages: readonly ChatMessage[], limits: GenerationLimits) {
  let text = '';
  let usage = NO_USAGE;
  for await (const event of model.generate(requestFor(messages, limits.maxTokens), { signal: limits.signal })) {
    if (event.type === 'text') text += event.text;
    if (event.type === 'finish') usage = event.usage;
  }
  return { text: text.trim(), usage };
}

function requestFor(messages: readonly ChatMessage[], maxTokens: number): Parameters<ChatModel['generate']>[0] {
  return {
    prompt: { kind: 'chat', messages, tools: [], toolChoice: 'none', parallelToolCalls: false },
    responseFormat: { kind: 'text' },
    maxTokens,
    temperature: 0,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
  };
}

export function sum(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    completionTokens: a.completionTokens + b.completionTokens,
  };
}

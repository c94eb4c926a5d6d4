import type { ChatMessage, ChatModel, ServiceError, TokenLogprob, TokenUsage } from '@pareto/contracts';
import { sentencesOf } from '@pareto/grounding';

export const NO_USAGE: TokenUsage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

export interface GenerationLimits {
  readonly maxTokens: number;
  readonly signal: AbortSignal;
}

/** What a model writes: `began` with its first token, then each sentence as soon as the next one begins. */
export type Written = { readonly type: 'began' } | { readonly type: 'sentence'; readonly text: string };

/** @returns what it cost. */
export async function* writtenSentences(
  model: ChatModel,
  messages: readonly ChatMessage[],
  { maxTokens, signal }: GenerationLimits,
): AsyncGenerator<Written, TokenUsage> {
  let text = '';
  let hasBegun = false;
  let usage = NO_USAGE;
  for await (const event of model.generate(requestFor(messages, maxTokens), { signal })) {
    if (event.type === 'finish') usage = event.usage;
    if (event.type !== 'text') continue;
    if (!hasBegun) yield { type: 'began' };
    hasBegun = true;
    text += event.text;
    // The last one may go on: "3.5 million", "Inc. of Delaware".
    const complete = sentencesOf(text).slice(0, -1);
    for (const { start, end } of complete) yield { type: 'sentence', text: text.slice(start, end) };
    if (complete.length > 0) text = text.slice(complete.at(-1)!.end);
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

/**
 * The first token of an answer, with its likeliest alternatives.
 * @returns no token where the server does not tell, although it was said to.
 */
export async function firstToken(
  model: ChatModel,
  messages: readonly ChatMessage[],
  { topLogprobs, signal }: { readonly topLogprobs: number; readonly signal: AbortSignal },
): Promise<{ readonly token: TokenLogprob | undefined; readonly usage: TokenUsage }> {
  let token: TokenLogprob | undefined;
  let usage = NO_USAGE;
  let hasText = false;
  try {
    for await (const event of model.generate({ ...requestFor(messages, 1), topLogprobs }, { signal })) {
      if (event.type === 'text') token ??= event.logprobs?.[0];
      hasText ||= event.type === 'text';
      if (event.type === 'finish') usage = event.usage;
    }
  } catch (error) {
    const { code } = error as ServiceError;
    const isUntold = code === 'parameter_unsupported' || (code === 'chat_model_invalid' && hasText && !token);
    if (!isUntold) throw error;
  }
  return { token, usage };
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

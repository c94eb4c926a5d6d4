import type { TokenUsage } from '@pareto/contracts';

export const NO_USAGE: TokenUsage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

/**
 * Adds up the choices of an answer. The prompt of several choices counts once, as do those of its tokens that were in
 * memory when the first of them began.
 */
export function addChoice(sum: TokenUsage, choice: TokenUsage, isFirstOfPrompt: boolean): TokenUsage {
  return {
    promptTokens: sum.promptTokens + (isFirstOfPrompt ? choice.promptTokens : 0),
    cachedTokens: sum.cachedTokens + (isFirstOfPrompt ? choice.cachedTokens : 0),
    completionTokens: sum.completionTokens + choice.completionTokens,
  };
}

export function toUsage({ promptTokens, cachedTokens, completionTokens }: TokenUsage) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
}

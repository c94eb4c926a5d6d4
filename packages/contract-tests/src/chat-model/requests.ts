import type {
  ChatModel,
  ChatPrompt,
  FinishReason,
  GenerationEvent,
  GenerationRequest,
  TokenLogprob,
  TokenUsage,
} from '@pareto/contracts';
import { expect } from 'vitest';

export type CurrentModel = () => ChatModel;

/** A request at temperature 0 with a short answer. */
export function ask(
  content: string,
  {
    tools = [],
    toolChoice = 'none',
    parallelToolCalls = false,
    ...options
  }: Partial<GenerationRequest & ChatPrompt> = {},
): GenerationRequest {
  return {
    prompt: { kind: 'chat', messages: [{ role: 'user', content }], tools, toolChoice, parallelToolCalls },
    responseFormat: { kind: 'text' },
    maxTokens: 12,
    temperature: 0,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
    ...options,
  };
}

/** The same for a text to go on with. */
export function goOn(text: string, options: Partial<GenerationRequest> = {}): GenerationRequest {
  return { ...ask('', options), prompt: { kind: 'text', text } };
}

export interface Answer {
  readonly events: readonly GenerationEvent[];
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly logprobs: readonly TokenLogprob[];
  readonly reason: FinishReason;
  readonly usage: TokenUsage;
}

/** Waits for a whole answer, and expects of it what holds for every one. */
export async function answer(model: ChatModel, request: GenerationRequest, signal?: AbortSignal): Promise<Answer> {
  const events = await Array.fromAsync(model.generate(request, { signal }));
  const last = events.at(-1);
  if (last?.type !== 'finish' || events.filter(({ type }) => type === 'finish').length !== 1) {
    throw new Error(`the answer does not end with one finish: ${events.map(({ type }) => type).join(' ')}`);
  }
  const { reason, usage } = last;
  const calls: { id: string; name: string; arguments: string }[] = [];
  let text = '';
  const logprobs: TokenLogprob[] = [];
  for (const event of events) {
    if (event.type === 'text') {
      expect(event.text.isWellFormed()).toBe(true);
      text += event.text;
      logprobs.push(...(event.logprobs ?? []));
    } else if (event.type === 'tool-call') {
      expect(event.index).toBe(calls.length);
      calls.push({ id: event.id, name: event.name, arguments: '' });
    } else if (event.type === 'tool-arguments') {
      expect(event.index).toBe(calls.length - 1);
      calls.at(-1)!.arguments += event.text;
    }
  }
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  expectWholeCharacters(text, reason);
  expectSane(usage, request);
  if (request.topLogprobs === undefined) expect(logprobs).toEqual([]);
  return { events, text, calls, logprobs, reason, usage };
}

/** Only the limit of tokens may end an answer within a character. */
function expectWholeCharacters(text: string, reason: FinishReason): void {
  expect(reason === 'length' ? text.replace(/\uFFFD+$/u, '') : text).not.toContain('\uFFFD');
}

function expectSane({ promptTokens, cachedTokens, completionTokens }: TokenUsage, request: GenerationRequest): void {
  for (const count of [promptTokens, cachedTokens, completionTokens]) expect(Number.isSafeInteger(count)).toBe(true);
  expect(promptTokens).toBeGreaterThan(0);
  expect(cachedTokens).toBeGreaterThanOrEqual(0);
  expect(cachedTokens).toBeLessThanOrEqual(promptTokens);
  expect(completionTokens).toBeGreaterThanOrEqual(0);
  expect(completionTokens).toBeLessThanOrEqual(request.maxTokens ?? Number.POSITIVE_INFINITY);
}

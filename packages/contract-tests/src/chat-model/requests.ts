import type {
  ChatModel,
  ChatPrompt,
  FinishReason,
  GenerationEvent,
  GenerationRequest,
  TokenLogprob,
  TokenUsage,
} from '@pareto/contracts';

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

export interface Answer {
  readonly events: readonly GenerationEvent[];
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly logprobs: readonly TokenLogprob[];
  readonly reason: FinishReason;
  readonly usage: TokenUsage;
}

/** Waits for a whole answer. @throws Error when it does not end with one `finish`. */
export async function answer(model: ChatModel, request: GenerationRequest, signal?: AbortSignal): Promise<Answer> {
  const events: GenerationEvent[] = [];
  for await (const event of model.generate(request, { signal })) events.push(event);
  const calls: { id: string; name: string; arguments: string }[] = [];
  let text = '';
  const logprobs: TokenLogprob[] = [];
  for (const event of events) {
    if (event.type === 'text') {
      text += event.text;
      logprobs.push(...(event.logprobs ?? []));
    } else if (event.type === 'tool-call') calls[event.index] = { id: event.id, name: event.name, arguments: '' };
    else if (event.type === 'tool-arguments') calls[event.index]!.arguments += event.text;
  }
  const last = events.at(-1);
  if (last?.type !== 'finish' || events.filter(({ type }) => type === 'finish').length !== 1) {
    throw new Error(`the answer does not end with one finish: ${events.map(({ type }) => type).join(' ')}`);
  }
  return { events, text, calls, logprobs, reason: last.reason, usage: last.usage };
}

import type { FinishReason, GenerationEvent, TokenLogprob } from '@pareto/contracts';

export const FINISH_REASONS = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
} as const satisfies Record<FinishReason, string>;

export function toChatLogprobs(tokens: readonly TokenLogprob[]) {
  return {
    content: tokens.map((token) => ({ ...toAlternative(token), top_logprobs: token.top.map(toAlternative) })),
    refusal: null,
  };
}

function toAlternative({ token, logprob, bytes }: TokenLogprob['top'][number]) {
  return { token, logprob, bytes: [...bytes] };
}

/** Collects the events of one choice into OpenAI's message. */
export class ChatChoice {
  readonly #index: number;
  readonly #hasLogprobs: boolean;
  #text = '';
  readonly #logprobs: TokenLogprob[] = [];
  readonly #calls: { id: string; type: 'function'; function: { name: string; arguments: string } }[] = [];
  #finish: FinishReason = 'stop';

  constructor(index: number, hasLogprobs: boolean) {
    this.#index = index;
    this.#hasLogprobs = hasLogprobs;
  }

  add(event: GenerationEvent): void {
    if (event.type === 'text') {
      this.#text += event.text;
      this.#logprobs.push(...(event.logprobs ?? []));
    } else if (event.type === 'tool-call') {
      this.#calls[event.index] = { id: event.id, type: 'function', function: { name: event.name, arguments: '' } };
    } else if (event.type === 'tool-arguments') {
      this.#calls[event.index]!.function.arguments += event.text;
    } else {
      this.#finish = event.reason;
    }
  }

  answer() {
    const calls = this.#calls.length > 0 ? { tool_calls: this.#calls } : {};
    return {
      index: this.#index,
      message: {
        role: 'assistant' as const,
        content: this.#text === '' && this.#calls.length > 0 ? null : this.#text,
        refusal: null,
        ...calls,
      },
      logprobs: this.#hasLogprobs ? toChatLogprobs(this.#logprobs) : null,
      finish_reason: FINISH_REASONS[this.#finish],
    };
  }
}

/** What an event adds to a streamed message; undefined when it adds nothing. */
export function toChatDelta(event: GenerationEvent) {
  switch (event.type) {
    case 'text':
      return event.text === '' && !event.logprobs?.length ? undefined : { content: event.text };
    case 'tool-call': {
      const { index, id, name } = event;
      return { tool_calls: [{ index, id, type: 'function' as const, function: { name, arguments: '' } }] };
    }
    case 'tool-arguments':
      return { tool_calls: [{ index: event.index, function: { arguments: event.text } }] };
    default:
      return {};
  }
}

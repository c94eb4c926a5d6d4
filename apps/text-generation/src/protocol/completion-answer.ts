import type { FinishReason, GenerationEvent, TokenLogprob } from '@pareto/contracts';
import { FINISH_REASONS } from './chat-answer.ts';

/** The log-probabilities of this route: columns, with the place of each token in the answer in UTF-16 code units. */
export class CompletionLogprobs {
  #offset: number;

  constructor(offset: number) {
    this.#offset = offset;
  }

  columns(tokens: readonly TokenLogprob[]) {
    const offsets = tokens.map(({ token }) => {
      const offset = this.#offset;
      this.#offset += token.length;
      return offset;
    });
    return {
      tokens: tokens.map(({ token }) => token),
      token_logprobs: tokens.map(({ logprob }) => logprob),
      top_logprobs: tokens.map(({ top }) => Object.fromEntries(top.map(({ token, logprob }) => [token, logprob]))),
      text_offset: offsets,
    };
  }
}

/** Collects the events of one choice of a text completion. */
export class CompletionChoice {
  readonly #index: number;
  readonly #hasLogprobs: boolean;
  readonly #prefix: string;
  #text = '';
  readonly #logprobs: TokenLogprob[] = [];
  #finish: FinishReason = 'stop';

  /** @param prefix the prompt, where it is to be echoed. */
  constructor(index: number, hasLogprobs: boolean, prefix: string) {
    this.#index = index;
    this.#hasLogprobs = hasLogprobs;
    this.#prefix = prefix;
  }

  add(event: GenerationEvent): void {
    if (event.type === 'text') {
      this.#text += event.text;
      this.#logprobs.push(...(event.logprobs ?? []));
    } else if (event.type === 'finish') {
      this.#finish = event.reason;
    }
  }

  answer() {
    return {
      index: this.#index,
      text: this.#prefix + this.#text,
      logprobs: this.#hasLogprobs ? new CompletionLogprobs(this.#prefix.length).columns(this.#logprobs) : null,
      finish_reason: toCompletionFinish(this.#finish),
    };
  }
}

/** This route knows no tool calls. */
export function toCompletionFinish(reason: FinishReason): 'stop' | 'length' | 'content_filter' {
  return reason === 'tool-calls' ? 'stop' : FINISH_REASONS[reason];
}

import type { GenerationEvent, TokenUsage } from '@pareto/contracts';
import { CompletionLogprobs, toCompletionFinish } from './completion-answer.ts';
import type { StreamOptions } from './stream-options.ts';
import { toUsage } from './usage.ts';

/** Events of an answer as streamed `text_completion`s. */
export class CompletionChunks {
  readonly #options: StreamOptions;
  readonly #prefixes: readonly string[] | undefined;
  readonly #logprobs = new Map<number, CompletionLogprobs>();

  /** @param prefixes the prompt of each choice, where it is to be echoed. */
  constructor(options: StreamOptions, prefixes?: readonly string[]) {
    this.#options = options;
    this.#prefixes = prefixes;
  }

  of(model: string, index: number, event: GenerationEvent): object[] {
    const chunks: object[] = [];
    if (!this.#logprobs.has(index)) {
      this.#logprobs.set(index, new CompletionLogprobs(0));
      if (this.#prefixes) chunks.push(this.#chunk(model, { index, text: this.#prefixes[index]! }));
    }
    if (event.type === 'text' && (event.text !== '' || event.logprobs?.length)) {
      const logprobs = this.#options.hasLogprobs ? this.#logprobs.get(index)!.columns(event.logprobs ?? []) : null;
      chunks.push(this.#chunk(model, { index, text: event.text, logprobs }));
    }
    if (event.type === 'finish') {
      chunks.push(this.#chunk(model, { index, text: '', finish_reason: toCompletionFinish(event.reason) }));
    }
    return chunks;
  }

  usage(model: string, usage: TokenUsage): object[] {
    return this.#options.includeUsage ? [{ ...this.#head(model), choices: [], usage: toUsage(usage) }] : [];
  }

  #chunk(model: string, choice: object) {
    const choices = [{ logprobs: null, finish_reason: null, ...choice }];
    return { ...this.#head(model), choices };
  }

  #head(model: string) {
    return { id: this.#options.id, object: 'text_completion', created: this.#options.created, model };
  }
}

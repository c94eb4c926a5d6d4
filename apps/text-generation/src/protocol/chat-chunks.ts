import type { GenerationEvent, TokenUsage } from '@pareto/contracts';
import { FINISH_REASONS, toChatDelta, toChatLogprobs } from './chat-answer.ts';
import type { StreamOptions } from './stream-options.ts';
import { toUsage } from './usage.ts';

/** Events of an answer as OpenAI's `chat.completion.chunk`s. */
export class ChatChunks {
  readonly #options: StreamOptions;
  readonly #begun = new Set<number>();

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  of(model: string, choice: number, event: GenerationEvent): object[] {
    const chunks: object[] = [];
    if (!this.#begun.has(choice)) {
      this.#begun.add(choice);
      chunks.push(this.#chunk(model, choice, { role: 'assistant', content: '', refusal: null }));
    }
    const delta = toChatDelta(event);
    if (!delta) return chunks;
    const logprobs = this.#options.hasLogprobs && event.type === 'text' ? toChatLogprobs(event.logprobs ?? []) : null;
    const finish = event.type === 'finish' ? FINISH_REASONS[event.reason] : null;
    chunks.push(this.#chunk(model, choice, delta, logprobs, finish));
    return chunks;
  }

  usage(model: string, usage: TokenUsage): object[] {
    return this.#options.includeUsage ? [{ ...this.#head(model), choices: [], usage: toUsage(usage) }] : [];
  }

  #chunk(model: string, index: number, delta: object, logprobs: object | null = null, finish: string | null = null) {
    const choices = [{ index, delta, logprobs, finish_reason: finish }];
    return { ...this.#head(model), choices, ...(this.#options.includeUsage ? { usage: null } : {}) };
  }

  #head(model: string) {
    return { id: this.#options.id, object: 'chat.completion.chunk', created: this.#options.created, model };
  }
}

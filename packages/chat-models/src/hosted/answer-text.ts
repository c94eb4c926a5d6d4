import type { GenerationEvent, GenerationRequest, TokenLogprob } from '@pareto/contracts';
import { StopTexts } from '../stop-texts.ts';

/** The text of an answer up to its stop text, which some servers send along. */
export class AnswerText {
  readonly #stops: StopTexts;
  readonly #wantsLogprobs: boolean;
  #logprobs: TokenLogprob[] = [];
  #stopped = false;

  constructor({ stop, topLogprobs }: GenerationRequest) {
    this.#stops = new StopTexts(stop);
    this.#wantsLogprobs = topLogprobs !== undefined;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  *push(piece: string, logprobs: readonly TokenLogprob[]): Generator<GenerationEvent> {
    if (this.#stopped) return;
    if (this.#wantsLogprobs) this.#logprobs.push(...logprobs);
    const { text, stopped } = this.#stops.push(piece);
    this.#stopped = stopped;
    yield* this.#emit(text);
  }

  *end(): Generator<GenerationEvent> {
    if (!this.#stopped) yield* this.#emit(this.#stops.end());
  }

  *#emit(text: string): Generator<GenerationEvent> {
    if (text === '') return;
    const logprobs = this.#logprobs;
    this.#logprobs = [];
    yield logprobs.length > 0 ? { type: 'text', text, logprobs } : { type: 'text', text };
  }
}

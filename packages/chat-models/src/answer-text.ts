import type { GenerationEvent, GenerationRequest, TokenLogprob } from '@pareto/contracts';
import { StopTexts } from './stop-texts.ts';

/** The text of an answer up to its stop text, as events with the log-probabilities that belong to it. */
export class AnswerText {
  readonly #stops: StopTexts;
  readonly #topLogprobs: number | undefined;
  #hasText = false;
  #hasLogprobs = false;
  #logprobs: TokenLogprob[] = [];
  #stopped = false;

  constructor({ stop, topLogprobs }: Pick<GenerationRequest, 'stop' | 'topLogprobs'>) {
    this.#stops = new StopTexts(stop);
    this.#topLogprobs = topLogprobs;
  }

  /** A stop text was met: the answer is over. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** There was text, and no log-probabilities that the request asked for. */
  get lacksLogprobs(): boolean {
    return this.#topLogprobs !== undefined && this.#hasText && !this.#hasLogprobs;
  }

  *push(piece: string, logprobs: readonly TokenLogprob[]): Generator<GenerationEvent> {
    if (this.#stopped) return;
    this.#keep(logprobs);
    const { text, stopped } = this.#stops.push(piece);
    this.#stopped = stopped;
    if (stopped) this.#logprobs = within(this.#logprobs, Buffer.byteLength(text));
    yield* this.#emit(text);
  }

  *end(): Generator<GenerationEvent> {
    if (this.#stopped) return;
    yield* this.#emit(this.#stops.end());
    // Tokens without text of their own, at the end of an answer.
    if (this.#logprobs.length > 0) yield { type: 'text', text: '', logprobs: this.#logprobs };
  }

  #keep(logprobs: readonly TokenLogprob[]): void {
    const most = this.#topLogprobs;
    if (most === undefined || logprobs.length === 0) return;
    this.#hasLogprobs = true;
    this.#logprobs.push(...logprobs.map((one) => ({ ...one, top: one.top.toSorted(likeliestFirst).slice(0, most) })));
  }

  *#emit(text: string): Generator<GenerationEvent> {
    if (text === '') return;
    this.#hasText = true;
    const logprobs = this.#logprobs;
    this.#logprobs = [];
    yield logprobs.length > 0 ? { type: 'text', text, logprobs } : { type: 'text', text };
  }
}

function likeliestFirst(a: { readonly logprob: number }, b: { readonly logprob: number }): number {
  return b.logprob - a.logprob;
}

/** The tokens that begin within so many bytes; the others are tokens of the stop text. */
function within(logprobs: readonly TokenLogprob[], length: number): TokenLogprob[] {
  let begin = 0;
  return logprobs.filter(({ bytes }) => {
    const isWithin = begin < length;
    begin += bytes.length;
    return isWithin;
  });
}

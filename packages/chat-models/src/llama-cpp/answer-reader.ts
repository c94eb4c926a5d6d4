import type { GenerationEvent, TokenLogprob } from '@pareto/contracts';
import type { LlamaModel, Token } from 'node-llama-cpp';
import { StopTexts } from '../stop-texts.ts';
import type { Course } from './course.ts';
import { TokenText } from './token-text.ts';
import { ToolCallReader } from './tool-call-reader.ts';

/** Turns the tokens of one answer into its events. */
export class AnswerReader {
  readonly #text: TokenText;
  readonly #stops: StopTexts;
  readonly #calls: ToolCallReader | undefined;
  readonly #beginning: string;
  #logprobs: TokenLogprob[] = [];
  #isStopped = false;

  constructor({ kind, beginning, stops }: Course, model: LlamaModel) {
    this.#beginning = model.detokenize([...beginning], true);
    this.#text = new TokenText(model, beginning, kind === 'calls');
    this.#stops = new StopTexts(stops);
    this.#calls = kind === 'calls' ? new ToolCallReader() : undefined;
  }

  /** A stop text was met, or the model repeats itself: nothing more is wanted of it. */
  get isOver(): boolean {
    return this.#isStopped || (this.#calls?.isRepeating ?? false);
  }

  /** Events of the tokens that the answer was made to begin with. */
  begin(): Iterable<GenerationEvent> {
    return this.#calls?.push(this.#beginning) ?? [];
  }

  *push(token: Token, logprob: TokenLogprob | undefined): Generator<GenerationEvent> {
    if (logprob) this.#logprobs.push(logprob);
    yield* this.#read(this.#text.push(token));
  }

  *end(): Generator<GenerationEvent> {
    if (this.#isStopped) return;
    yield* this.#read(this.#text.end());
    if (this.#calls) yield* this.#calls.end();
    else yield* this.#send(this.#stops.end());
  }

  *#read(text: string): Generator<GenerationEvent> {
    if (this.#calls) {
      yield* this.#calls.push(text);
      return;
    }
    const { text: safe, stopped } = this.#stops.push(text);
    this.#isStopped = stopped;
    yield* this.#send(safe);
  }

  *#send(text: string): Generator<GenerationEvent> {
    if (text === '') return;
    const logprobs = this.#logprobs.length > 0 ? { logprobs: this.#logprobs } : {};
    this.#logprobs = [];
    yield { type: 'text', text, ...logprobs };
  }
}

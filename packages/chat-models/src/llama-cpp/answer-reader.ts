import type { GenerationEvent, TokenLogprob } from '@pareto/contracts';
import type { LlamaModel, Token } from 'node-llama-cpp';
import { AnswerText } from '../answer-text.ts';
import type { Course } from './course.ts';
import { TokenText } from './token-text.ts';
import { ToolCallReader } from './tool-call-reader.ts';

/** Turns the tokens of one answer into its events. */
export class AnswerReader {
  readonly #tokens: TokenText;
  readonly #text: AnswerText;
  readonly #calls: ToolCallReader | undefined;
  readonly #beginning: string;

  constructor({ kind, beginning, stops }: Course, topLogprobs: number | undefined, model: LlamaModel) {
    this.#beginning = model.detokenize([...beginning], true);
    this.#tokens = new TokenText(model, beginning, kind === 'calls');
    this.#text = new AnswerText({ stop: stops, topLogprobs });
    this.#calls = kind === 'calls' ? new ToolCallReader() : undefined;
  }

  /** A stop text was met, or the model repeats itself: nothing more is wanted of it. */
  get isOver(): boolean {
    return this.#text.stopped || (this.#calls?.isRepeating ?? false);
  }

  /** Events of the tokens that the answer was made to begin with. */
  begin(): Iterable<GenerationEvent> {
    return this.#calls?.push(this.#beginning) ?? [];
  }

  push(token: Token, logprob: TokenLogprob | undefined): Generator<GenerationEvent> {
    return this.#read(this.#tokens.push(token), logprob ? [logprob] : []);
  }

  *end(): Generator<GenerationEvent> {
    yield* this.#read(this.#tokens.end(), []);
    yield* this.#calls?.end() ?? this.#text.end();
  }

  #read(text: string, logprobs: readonly TokenLogprob[]): Generator<GenerationEvent> {
    return this.#calls?.push(text) ?? this.#text.push(text, logprobs);
  }
}

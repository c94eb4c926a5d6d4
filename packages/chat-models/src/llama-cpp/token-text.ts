import type { LlamaModel, Token } from 'node-llama-cpp';

/** What stands for bytes that are no whole character yet. */
const REPLACEMENT = '\uFFFD';
/** Tokens before a new one that may decide how it reads: a byte of the same character, a space that is dropped. */
const LOOK_BACK = 8;
/** A character has four bytes at most; after so many tokens a replacement character is the model's own. */
const MAX_PENDING = 4;

/** Turns tokens into text as they come, and never splits a character. */
export class TokenText {
  readonly #model: LlamaModel;
  readonly #showControl: boolean;
  #before: Token[];
  #pending: Token[] = [];

  /**
   * @param before the tokens that the text goes on from.
   * @param showControl whether control tokens are spelt out, or read as nothing.
   */
  constructor(model: LlamaModel, before: readonly Token[], showControl: boolean) {
    this.#model = model;
    this.#showControl = showControl;
    this.#before = before.slice(-LOOK_BACK);
  }

  /** The text that this token completes: often all of it, nothing while a character is incomplete. */
  push(token: Token): string {
    this.#pending.push(token);
    const text = this.#model.detokenize(this.#pending, this.#showControl, this.#before);
    if (text.endsWith(REPLACEMENT) && this.#pending.length < MAX_PENDING) return '';
    this.#settle();
    return text;
  }

  /** What is left at the end: bytes that never became a character read as U+FFFD. */
  end(): string {
    const text =
      this.#pending.length === 0 ? '' : this.#model.detokenize(this.#pending, this.#showControl, this.#before);
    this.#settle();
    return text;
  }

  #settle(): void {
    this.#before = [...this.#before, ...this.#pending].slice(-LOOK_BACK);
    this.#pending = [];
  }
}

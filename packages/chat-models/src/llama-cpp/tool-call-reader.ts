import { randomUUID } from 'node:crypto';
import type { GenerationEvent } from '@pareto/contracts';
import { BEFORE_ARGUMENTS, BEFORE_NAME, CALL_CLOSING } from './tool-calls.ts';

/**
 * Reads calls from the text of an answer as it grows; the grammar makes sure that it has their form. The first call is
 * passed on as it comes. Later ones wait until they are complete, since small models like to repeat a call word for
 * word: then nothing of the repetition is passed on, and the answer is over.
 */
export class ToolCallReader {
  #buffer = '';
  #state: 'before' | 'name' | 'arguments' | 'after' = 'before';
  #name = '';
  #arguments = '';
  #depth = 0;
  #inString = false;
  #escaped = false;
  #held: GenerationEvent[] = [];
  readonly #calls: string[] = [];
  /** The last call was made before. */
  isRepeating = false;

  /** @returns what may be passed on by now. */
  *push(text: string): Generator<GenerationEvent> {
    this.#buffer += text;
    for (const event of this.#read()) {
      if (this.#calls.length === 0) yield event;
      else this.#held.push(event);
    }
    if (this.#state === 'after' || this.#state === 'before') yield* this.#complete();
  }

  /** What is left of a call that broke off. */
  *end(): Generator<GenerationEvent> {
    if (!this.isRepeating) yield* this.#held;
    this.#held = [];
  }

  *#read(): Generator<GenerationEvent> {
    for (let goesOn = true; goesOn; ) {
      if (this.#state === 'before') goesOn = this.#skipPast(BEFORE_NAME, 'name');
      else if (this.#state === 'after') goesOn = this.#skipPast(CALL_CLOSING, 'before');
      else if (this.#state === 'arguments') {
        const text = this.#takeArguments();
        this.#arguments += text;
        if (text !== '') yield { type: 'tool-arguments', index: this.#calls.length, text };
        // A call that is complete is looked at before the next one is read.
        goesOn = false;
      } else {
        const end = this.#buffer.indexOf(BEFORE_ARGUMENTS);
        goesOn = end >= 0;
        if (!goesOn) return;
        this.#name = this.#buffer.slice(0, end);
        this.#buffer = this.#buffer.slice(end + BEFORE_ARGUMENTS.length);
        this.#state = 'arguments';
        const id = `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
        yield { type: 'tool-call', index: this.#calls.length, id, name: this.#name };
      }
    }
  }

  *#complete(): Generator<GenerationEvent> {
    if (this.#name === '') return;
    const call = `${this.#name} ${this.#arguments}`;
    this.isRepeating = this.#calls.includes(call);
    if (this.isRepeating) return;
    this.#calls.push(call);
    this.#name = '';
    this.#arguments = '';
    yield* this.#held;
    this.#held = [];
    // The text may hold the beginning of another call already.
    if (this.#buffer !== '') yield* this.push('');
  }

  #skipPast(mark: string, next: 'name' | 'before'): boolean {
    const at = this.#buffer.indexOf(mark);
    if (at < 0) return false;
    this.#buffer = this.#buffer.slice(at + mark.length);
    this.#state = next;
    return true;
  }

  /** As much of the buffer as belongs to the arguments: an object that ends where its brace is closed. */
  #takeArguments(): string {
    let end = 0;
    while (end < this.#buffer.length && this.#state === 'arguments') {
      const character = this.#buffer[end]!;
      end += 1;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (character === '\\') this.#escaped = true;
        else if (character === '"') this.#inString = false;
      } else if (character === '"') this.#inString = true;
      else if (character === '{' || character === '[') this.#depth += 1;
      else if (character === '}' || character === ']') {
        this.#depth -= 1;
        if (this.#depth === 0) this.#state = 'after';
      }
    }
    const piece = this.#buffer.slice(0, end);
    this.#buffer = this.#buffer.slice(end);
    return piece;
  }
}

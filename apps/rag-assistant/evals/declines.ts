import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ChatMessage, ChatModel } from '@pareto/contracts';
import { firstToken } from '../src/asking/answer-stream.ts';
import { declineProbability } from '../src/prompts/answer.ts';

/** How likely the model says that excerpts state no answer; asked once for each prompt, and kept in a file. */
export class Declines {
  readonly #model: ChatModel;
  readonly #file: string;
  readonly #until: number;
  readonly #known: Record<string, number>;

  /** @param until when to ask no more, in milliseconds since 1970. */
  constructor(model: ChatModel, file: string, until: number) {
    this.#model = model;
    this.#file = file;
    this.#until = until;
    this.#known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  /** @returns undefined for what is not known when the time is up. @throws Error where the model does not tell its log-probabilities. */
  async of(messages: readonly ChatMessage[], signal: AbortSignal): Promise<number | undefined> {
    const key = createHash('sha256')
      .update(JSON.stringify([this.#model.id, messages]))
      .digest('hex');
    if (this.#known[key] === undefined && Date.now() > this.#until) return undefined;
    this.#known[key] ??= await this.#ask(messages, signal);
    writeFileSync(this.#file, JSON.stringify(this.#known));
    return this.#known[key];
  }

  async #ask(messages: readonly ChatMessage[], signal: AbortSignal): Promise<number> {
    const { token } = await firstToken(this.#model, messages, { topLogprobs: 20, signal });
    if (token) return declineProbability(token);
    throw new Error('the model tells no log-probabilities');
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChatCapability,
  type ChatModel,
  type FinishReason,
  type GenerationEvent,
  type GenerationRequest,
  ServiceError,
} from '@pareto/contracts';
import { AnswerText } from '../answer-text.ts';
import { requireCapabilities } from '../capabilities.ts';
import { type Reply, type ScriptedConfig, scriptedConfig } from './config.ts';
import { fits, improvised, likelihoodOf, promptText, tokensOf } from './script.ts';

interface Course {
  readonly request: GenerationRequest;
  readonly reply: Reply;
  readonly signal: AbortSignal | undefined;
  /** Tokens that the answer may still have, and has. */
  left: number;
  spent: number;
}

/** A model that says what it is told to: for tests, and to play a conversation again. */
export class ScriptedChatModel implements ChatModel {
  readonly id: string;
  readonly capabilities: ReadonlySet<ChatCapability>;
  readonly contextLength: number;
  readonly slots: number;
  readonly adapters: readonly string[];
  readonly #replies: Set<Reply>;

  constructor(config: ScriptedConfig) {
    const { id, capabilities, contextLength, slots, adapters, replies } = scriptedConfig.parse(config);
    this.id = id;
    this.capabilities = new Set(capabilities);
    this.contextLength = contextLength;
    this.slots = slots;
    this.adapters = adapters;
    this.#replies = new Set(replies);
  }

  /** @throws ServiceError as the port says, and with the code of a `failure`. */
  async *generate(
    request: GenerationRequest,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<GenerationEvent> {
    signal?.throwIfAborted();
    requireCapabilities(this, request);
    const promptTokens = tokensOf(promptText(request)).length;
    if (promptTokens >= this.contextLength) {
      const detail = `the prompt has ${promptTokens} tokens, and the context holds ${this.contextLength} for prompt and answer together`;
      throw new ServiceError('context_length_exceeded', detail, { param: 'messages' });
    }
    const reply = this.#replyTo(request);
    const room = this.contextLength - promptTokens;
    const course: Course = { request, reply, signal, left: Math.min(request.maxTokens ?? room, room), spent: 0 };
    if (reply.events) {
      yield* this.#replay(reply.events, course);
      return;
    }
    const reason = yield* this.#say(course);
    if (reply.failure && reason !== 'length') throw failureOf(reply.failure);
    const usage = { promptTokens, cachedTokens: 0, completionTokens: course.spent };
    yield { type: 'finish', reason: reason === 'length' ? reason : (reply.finishReason ?? reason), usage };
  }

  async ping({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    signal?.throwIfAborted();
  }

  async close(): Promise<void> {}

  #replyTo(request: GenerationRequest): Reply {
    const reply = this.#replies.values().find((candidate) => fits(candidate, request)) ?? improvised(request);
    if (reply.once) this.#replies.delete(reply);
    return reply;
  }

  async *#say(course: Course): AsyncGenerator<GenerationEvent, FinishReason> {
    const { reply, request } = course;
    const { topLogprobs } = request;
    const text = new AnswerText(request);
    for (const token of tokensOf(reply.text)) {
      if (course.left === 0) {
        yield* text.end();
        return 'length';
      }
      await this.#step(course);
      yield* text.push(token, topLogprobs === undefined ? [] : [likelihoodOf(token, topLogprobs)]);
      if (text.stopped) return 'stop';
    }
    yield* text.end();
    for (const [index, { name, arguments: given }] of reply.toolCalls.entries()) {
      if (course.left === 0) return 'length';
      yield { type: 'tool-call', index, id: `call_${index}`, name };
      for (const piece of tokensOf(typeof given === 'string' ? given : JSON.stringify(given))) {
        if (course.left === 0) return 'length';
        await this.#step(course);
        yield { type: 'tool-arguments', index, text: piece };
      }
    }
    return reply.toolCalls.length > 0 ? 'tool-calls' : 'stop';
  }

  async *#replay(events: readonly GenerationEvent[], course: Course): AsyncGenerator<GenerationEvent> {
    for (const event of events) {
      await this.#step(course);
      yield event;
    }
  }

  /** One token: its pause, the failure that the script may have for it, and its count. */
  async #step(course: Course): Promise<void> {
    const { reply, signal } = course;
    // Also without a pause the event loop turns, as with any real model.
    await sleep(reply.delayMs, undefined, signal ? { signal } : {}).catch(() => undefined);
    signal?.throwIfAborted();
    if (reply.failure && course.spent >= reply.failure.afterTokens) throw failureOf(reply.failure);
    course.left -= 1;
    course.spent += 1;
  }
}

function failureOf({ code, retryAfterSeconds }: NonNullable<Reply['failure']>): ServiceError {
  return new ServiceError(code, 'as the script says', retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}

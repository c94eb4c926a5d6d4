import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChatCapability,
  type ChatModel,
  type FinishReason,
  type GenerationEvent,
  type GenerationRequest,
  ServiceError,
  type TokenLogprob,
} from '@pareto/contracts';
import { requireCapabilities } from '../capabilities.ts';
import { StopTexts } from '../stop-texts.ts';
import { type Reply, type ScriptedConfig, scriptedConfig } from './config.ts';
import { promptText, replyTo, tokensOf } from './script.ts';

const SURE: Omit<TokenLogprob, 'token' | 'bytes'> = { logprob: 0, top: [] };

/** A model that says what it is told to: for tests, and to play a conversation again. */
export class ScriptedChatModel implements ChatModel {
  readonly id: string;
  readonly capabilities: ReadonlySet<ChatCapability>;
  readonly contextLength: number;
  readonly slots: number;
  readonly adapters: readonly string[];
  readonly #replies: readonly Reply[];

  constructor(config: ScriptedConfig) {
    const { id, capabilities, contextLength, slots, adapters, replies } = scriptedConfig.parse(config);
    this.id = id;
    this.capabilities = new Set(capabilities);
    this.contextLength = contextLength;
    this.slots = slots;
    this.adapters = adapters;
    this.#replies = replies;
  }

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
    const reply = replyTo(request, this.#replies);
    const room = this.contextLength - promptTokens;
    const budget = { left: Math.min(request.maxTokens ?? room, room), spent: 0 };
    const reason = yield* this.#say(reply, request, budget, signal);
    const usage = { promptTokens, cachedTokens: 0, completionTokens: budget.spent };
    yield { type: 'finish', reason, usage };
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}

  async *#say(
    reply: Reply,
    request: GenerationRequest,
    budget: { left: number; spent: number },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<GenerationEvent, FinishReason> {
    const stops = new StopTexts(request.stop);
    for (const token of tokensOf(reply.text)) {
      if (budget.left === 0) return 'length';
      await this.#step(reply, budget, signal);
      const { text, stopped } = stops.push(token);
      const bytes = [...Buffer.from(text)];
      const logprobs = request.topLogprobs === undefined ? {} : { logprobs: [{ ...SURE, token: text, bytes }] };
      if (text !== '') yield { type: 'text', text, ...logprobs };
      if (stopped) return 'stop';
    }
    const held = stops.end();
    if (held !== '') yield { type: 'text', text: held };
    for (const [index, { name, arguments: args }] of reply.toolCalls.entries()) {
      if (budget.left === 0) return 'length';
      yield { type: 'tool-call', index, id: `call_${index}`, name };
      for (const text of tokensOf(JSON.stringify(args))) {
        if (budget.left === 0) return 'length';
        await this.#step(reply, budget, signal);
        yield { type: 'tool-arguments', index, text };
      }
    }
    return reply.toolCalls.length > 0 ? 'tool-calls' : 'stop';
  }

  /** One token: its pause, the failure that the script may have for it, and its count. */
  async #step(
    { delayMs, failure }: Reply,
    budget: { left: number; spent: number },
    signal: AbortSignal | undefined,
  ): Promise<void> {
    // Also without a pause the event loop turns, as with any real model.
    await sleep(delayMs, undefined, signal ? { signal } : {}).catch(() => undefined);
    signal?.throwIfAborted();
    if (failure && budget.spent >= failure.afterTokens) throw new ServiceError(failure.code, 'as the script says');
    budget.left -= 1;
    budget.spent += 1;
  }
}

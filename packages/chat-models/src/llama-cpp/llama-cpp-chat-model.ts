import { basename } from 'node:path';
import {
  CHAT_CAPABILITIES,
  type ChatCapability,
  type ChatModel,
  type FinishReason,
  type GenerationEvent,
  type GenerationRequest,
  ServiceError,
} from '@pareto/contracts';
import type { Token } from 'node-llama-cpp';
import { requireCapabilities } from '../capabilities.ts';
import { AnswerReader } from './answer-reader.ts';
import { oddsOfCall } from './call-decision.ts';
import { ChatTemplate, withBeginning } from './chat-template.ts';
import { type LlamaCppConfig, llamaCppConfig, type ResolvedLlamaCppConfig } from './config.ts';
import { callGrammar, Grammars, textGrammar } from './constraint.ts';
import { LlamaEngine } from './engine.ts';
import { composeMessages } from './prompt.ts';
import { prefill, sampleTokens } from './sampling.ts';
import type { Slot } from './slot-pool.ts';
import { CALL_OPENING, callableTools, callBeginning } from './tool-calls.ts';

/** What an answer may be, decided before its first token. */
interface Course {
  readonly kind: 'text' | 'calls';
  /** Tokens that the answer begins with whatever the model wants. */
  readonly beginning: readonly Token[];
  readonly grammar: string | undefined;
}

/** Any GGUF in this process, on llama.cpp: concurrent generations share each step, and slots keep their prompts. */
export class LlamaCppChatModel implements ChatModel {
  readonly id: string;
  readonly capabilities: ReadonlySet<ChatCapability> = new Set(CHAT_CAPABILITIES);
  readonly slots: number;
  readonly adapters: readonly string[];
  readonly #engine: LlamaEngine;
  readonly #template: ChatTemplate;
  readonly #grammars: Grammars;
  readonly #callThreshold: number;
  #hasAnswered: Promise<void> | undefined;

  private constructor(config: ResolvedLlamaCppConfig, engine: LlamaEngine) {
    this.id = config.id ?? basename(config.modelPath, '.gguf');
    this.slots = config.slots;
    this.adapters = Object.keys(config.adapters);
    this.#engine = engine;
    this.#template = new ChatTemplate(engine.model);
    this.#grammars = new Grammars(engine.llama, engine.model);
    this.#callThreshold = config.callThreshold;
  }

  /** @throws ServiceError `model_missing` or `model_corrupt`. */
  static async load(config: LlamaCppConfig): Promise<LlamaCppChatModel> {
    const resolved = llamaCppConfig.parse(config);
    return new LlamaCppChatModel(resolved, await LlamaEngine.load(resolved));
  }

  get contextLength(): number {
    return this.#engine.contextLength;
  }

  async *generate(
    request: GenerationRequest,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<GenerationEvent> {
    signal?.throwIfAborted();
    this.#requireHonourable(request);
    const prompt = this.#tokenize(request);
    if (prompt.length >= this.contextLength) {
      const detail = `the prompt has ${prompt.length} tokens, and the context holds ${this.contextLength} for prompt and answer together`;
      throw new ServiceError('context_length_exceeded', detail, { param: 'messages' });
    }
    const pool = await this.#engine.slots(request.adapter);
    const slot = await pool.acquire(prompt, signal);
    try {
      yield* this.#answer(request, prompt, slot, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof ServiceError
        ? error
        : new ServiceError('chat_model_failed', 'llama.cpp failed while it generated', { cause: error });
    } finally {
      pool.release(slot);
    }
  }

  /** Resolves once the model has produced a token. */
  ping(): Promise<void> {
    this.#hasAnswered ??= this.#produceToken();
    this.#hasAnswered.catch(() => {
      this.#hasAnswered = undefined;
    });
    return this.#hasAnswered;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  async *#answer(
    request: GenerationRequest,
    prompt: readonly Token[],
    { sequence }: Slot,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<GenerationEvent> {
    const { model } = this.#engine;
    const { course, cached } = await this.#decide(request, sequence, signal);
    const inCache = await prefill(sequence, prompt, signal);
    const cachedTokens = cached ?? inCache;
    const grammar = course.grammar === undefined ? undefined : await this.#grammars.begin(course.grammar);
    const room = this.contextLength - prompt.length;
    const limit = Math.min(request.maxTokens ?? room, room);
    const reader = new AnswerReader(course.kind, model, course.beginning, this.#stops(request, course.kind));
    const usage = (completionTokens: number) => ({ promptTokens: prompt.length, cachedTokens, completionTokens });

    let last = prompt.at(-1)!;
    let count = 0;
    let reason: FinishReason = 'length';
    if (course.beginning.length > 0) {
      const given = course.beginning.slice(0, limit);
      await sequence.evaluateWithoutGeneratingNewTokens([last, ...given.slice(0, -1)]);
      last = given.at(-1)!;
      count = given.length;
      yield* reader.begin();
    }
    if (count < limit) {
      const banned = course.kind === 'text' ? this.#bannedInText(request) : [];
      for await (const { token, logprob } of sampleTokens(sequence, last, { request, grammar, banned, signal })) {
        if (model.isEogToken(token)) {
          reason = course.kind === 'calls' ? 'tool-calls' : 'stop';
          break;
        }
        count += 1;
        yield* reader.push(token, logprob);
        if (reader.stopped) {
          reason = 'stop';
          break;
        }
        if (count >= limit) break;
      }
    }
    if (!reader.stopped) yield* reader.end();
    yield { type: 'finish', reason, usage: usage(count) };
  }

  /** Whether the answer is text or tool calls: by the caller's choice, else by the model's own opinion of a call. */
  async #decide(
    request: GenerationRequest,
    sequence: Slot['sequence'],
    signal: AbortSignal | undefined,
  ): Promise<{ course: Course; cached?: number }> {
    const { prompt } = request;
    const text: Course = { kind: 'text', beginning: [], grammar: textGrammar(request) };
    const tools = prompt.kind === 'chat' ? callableTools(prompt) : [];
    if (prompt.kind === 'text' || tools.length === 0) return { course: text };
    const calls: Course = {
      kind: 'calls',
      beginning: this.#template.tokenizePieces(callBeginning(tools)),
      // Compiled also when the answer becomes text: a schema that cannot be enforced is an error either way.
      grammar: callGrammar(tools, prompt.parallelToolCalls),
    };
    if (prompt.toolChoice !== 'auto') return { course: calls };
    const conversation = { plain: composeMessages(request, prompt), messages: prompt.messages };
    const { logOdds, cached } = await oddsOfCall(conversation, this.#engine.model, this.#template, sequence, signal);
    return { course: logOdds >= this.#callThreshold ? calls : text, cached };
  }

  /** After the decision for text no call may begin in the middle of it. */
  #bannedInText({ prompt }: GenerationRequest): Token[] {
    if (prompt.kind === 'text' || prompt.tools.length === 0) return [];
    const opening = this.#template.tokenizePieces([{ control: CALL_OPENING }]);
    return opening.length === 1 ? opening : [];
  }

  /** A model without a token for the opening of a call may still spell it. */
  #stops({ prompt, stop }: GenerationRequest, kind: Course['kind']): readonly string[] {
    if (kind === 'calls') return [];
    return prompt.kind === 'chat' && prompt.tools.length > 0 ? [...stop, CALL_OPENING] : stop;
  }

  #tokenize(request: GenerationRequest): Token[] {
    const { prompt } = request;
    if (prompt.kind === 'chat') return this.#template.tokenize(composeMessages(request, prompt));
    // Who writes a raw prompt may write control tokens in it.
    return withBeginning(this.#engine.model, this.#engine.model.tokenize(prompt.text, true));
  }

  #requireHonourable(request: GenerationRequest): void {
    requireCapabilities(this, request);
    const { prompt, responseFormat, topLogprobs } = request;
    const mayCall = prompt.kind === 'chat' && callableTools(prompt).length > 0;
    if (topLogprobs !== undefined && (mayCall || responseFormat.kind !== 'text')) {
      const detail = 'log-probabilities of tools and of structured answers are not available: a grammar decides there';
      throw new ServiceError('parameter_unsupported', detail, { param: 'logprobs' });
    }
  }

  async #produceToken(): Promise<void> {
    const request: GenerationRequest = {
      prompt: { kind: 'text', text: 'Hello' },
      responseFormat: { kind: 'text' },
      maxTokens: 1,
      temperature: 0,
      topP: 1,
      frequencyPenalty: 0,
      presencePenalty: 0,
      stop: [],
    };
    for await (const event of this.generate(request)) if (event.type === 'finish') return;
  }
}

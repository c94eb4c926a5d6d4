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
import { ChatTemplate } from './chat-template.ts';
import { type LlamaCppConfig, llamaCppConfig, type ResolvedLlamaCppConfig } from './config.ts';
import { Grammars } from './constraint.ts';
import { requireRoom } from './context-room.ts';
import { CoursePlanner } from './course.ts';
import { LlamaEngine } from './engine.ts';
import { ResidentMemory } from './resident-memory.ts';
import { prefill, sampleTokens } from './sampling.ts';
import type { Slot } from './slot-pool.ts';
import { callableTools } from './tool-calls.ts';

/** Any GGUF in this process, on llama.cpp: concurrent generations share each step, and slots keep their prompts. */
export class LlamaCppChatModel implements ChatModel {
  readonly id: string;
  readonly capabilities: ReadonlySet<ChatCapability> = new Set(CHAT_CAPABILITIES);
  readonly slots: number;
  readonly adapters: readonly string[];
  readonly #engine: LlamaEngine;
  readonly #planner: CoursePlanner;
  readonly #grammars: Grammars;
  readonly #memory = new ResidentMemory();
  #hasAnswered: Promise<void> | undefined;

  private constructor(config: ResolvedLlamaCppConfig, engine: LlamaEngine) {
    this.id = config.id ?? basename(config.modelPath, '.gguf');
    this.slots = config.slots;
    this.adapters = Object.keys(config.adapters);
    this.#engine = engine;
    this.#planner = new CoursePlanner(engine.model, new ChatTemplate(engine.model), config.callThreshold);
    this.#grammars = new Grammars(engine.llama, engine.model);
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
    const prompt = this.#planner.tokenize(request);
    requireRoom(prompt, this.contextLength, request.prompt.kind === 'text' ? 'prompt' : 'messages');
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
      this.#memory.settle();
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
    const course = await this.#planner.plan(request, prompt, sequence, signal);
    const inCache = await prefill(sequence, course.prompt, signal);
    const grammar = course.grammar === undefined ? undefined : await this.#grammars.begin(course.grammar);
    const room = this.contextLength - course.prompt.length;
    const limit = Math.min(request.maxTokens ?? room, room);
    const reader = new AnswerReader(course, request.topLogprobs, model);

    let last = course.prompt.at(-1)!;
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
      const { banned } = course;
      for await (const { token, logprob } of sampleTokens(sequence, last, { request, grammar, banned, signal })) {
        const isEnd = model.isEogToken(token);
        if (!isEnd) {
          count += 1;
          yield* reader.push(token, logprob);
        }
        if (isEnd || reader.isOver) {
          reason = course.kind === 'calls' ? 'tool-calls' : 'stop';
          break;
        }
        if (count >= limit) break;
      }
    }
    yield* reader.end();
    const usage = { promptTokens: prompt.length, cachedTokens: course.cached ?? inCache, completionTokens: count };
    yield { type: 'finish', reason, usage };
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

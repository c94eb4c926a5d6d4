import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { stampRetryable } from '@langchain/core/errors';
import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from '@langchain/core/language_models/base';
import {
  BaseChatModel,
  type BaseChatModelParams,
  type BindToolsInput,
  type LangSmithParams,
} from '@langchain/core/language_models/chat_models';
import type { ChatModelStreamEvent } from '@langchain/core/language_models/event';
import type { ModelProfile } from '@langchain/core/language_models/profile';
import type { AIMessageChunk, BaseMessage, MessageContent } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import { type ChatModel, type GenerationEvent, ServiceError, type TokenCounter } from '@pareto/contracts';
import { toChunk } from './answer-chunk.ts';
import { CallIds } from './call-ids.ts';
import {
  mergeSampling,
  type PortChatModelCallOptions,
  type SamplingOptions,
  toGenerationRequest,
} from './call-options.ts';
import { toStreamEvents } from './stream-events.ts';
import { type AnswerObject, type AnswerSchema, structuredOutput } from './structured-output.ts';
import { toToolDefinitions } from './tools.ts';

export interface PortChatModelFields extends BaseChatModelParams, SamplingOptions {
  readonly model: ChatModel;
  /** Tokens of a text for this model; without it `getNumTokens` reckons four characters to a token. */
  readonly countTokens?: TokenCounter | undefined;
}

const CHARACTERS_PER_TOKEN = 4;
/** LangChain streams one prompt and one answer at a time. */
const FIRST = { prompt: 0, completion: 0 };

/**
 * A `ChatModel` as LangChain's chat model. Nothing is tried twice here, and errors come as the port throws them, marked
 * for LangChain's retries by `isRetryable`. Temperature is 0 unless it is given.
 */
export class PortChatModel extends BaseChatModel<PortChatModelCallOptions> {
  readonly #model: ChatModel;
  readonly #sampling: SamplingOptions;
  readonly #countTokens: TokenCounter;

  constructor({ model, countTokens, ...fields }: PortChatModelFields) {
    super(fields);
    this.#model = model;
    this.#sampling = mergeSampling({}, fields);
    this.#countTokens = countTokens ?? ((text) => Math.ceil(text.length / CHARACTERS_PER_TOKEN));
  }

  static override lc_name(): string {
    return 'PortChatModel';
  }

  override _llmType(): string {
    return 'pareto';
  }

  /** What agents ask to choose how they work; the context holds prompt and answer together. */
  override get profile(): ModelProfile {
    const { capabilities, contextLength } = this.#model;
    return {
      ...(contextLength === undefined ? {} : { maxInputTokens: contextLength }),
      toolCalling: capabilities.has('tools'),
      structuredOutput: capabilities.has('json_schema'),
      imageInputs: false,
      audioInputs: false,
      videoInputs: false,
      pdfInputs: false,
    };
  }

  /** Part of the key of LangChain's caches, so that models do not get each other's answers. */
  override _identifyingParams(): Record<string, unknown> {
    return { model: this.#model.id, ...this.#sampling };
  }

  override invocationParams(options?: this['ParsedCallOptions']): Record<string, unknown> {
    return { model: this.#model.id, ...mergeSampling(this.#sampling, options ?? {}) };
  }

  override getLsParams(options: this['ParsedCallOptions']): LangSmithParams {
    return { ...super.getLsParams(options), ls_provider: 'pareto', ls_model_name: this.#model.id };
  }

  /** Counts by `countTokens`; LangChain would fetch a tokenizer of OpenAI's. */
  override async getNumTokens(content: MessageContent): Promise<number> {
    if (typeof content === 'string') return this.#countTokens(content);
    const texts = content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : ''));
    return this.#countTokens(texts.join(''));
  }

  /** @throws ServiceError `parameter_unsupported`, `request_invalid`; see `toToolDefinitions`. */
  override bindTools(
    tools: BindToolsInput[],
    options: Partial<PortChatModelCallOptions> = {},
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, PortChatModelCallOptions> {
    return this.withConfig({ ...options, tools: toToolDefinitions(tools) });
  }

  override withStructuredOutput<RunOutput extends AnswerObject = AnswerObject>(
    schema: AnswerSchema,
    config?: StructuredOutputMethodOptions<false>,
  ): Runnable<BaseLanguageModelInput, RunOutput>;
  override withStructuredOutput<RunOutput extends AnswerObject = AnswerObject>(
    schema: AnswerSchema,
    config?: StructuredOutputMethodOptions<true>,
  ): Runnable<BaseLanguageModelInput, { raw: BaseMessage; parsed: RunOutput }>;
  override withStructuredOutput<RunOutput extends AnswerObject>(
    schema: AnswerSchema,
    config?: StructuredOutputMethodOptions<boolean>,
  ) {
    const bind = (options: Partial<PortChatModelCallOptions>) => this.withConfig(options);
    return structuredOutput<RunOutput>(bind, this.#model.capabilities, schema, config);
  }

  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<ChatResult> {
    let answer: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(messages, options)) {
      answer = answer ? answer.concat(chunk) : chunk;
    }
    return { generations: answer ? [answer] : [] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const ids = new CallIds(messages);
    for await (const event of this.#events(messages, options)) {
      const message = toChunk(event, this.#model.id, (id) => ids.unique(id));
      const text = event.type === 'text' ? event.text : '';
      const chunk = new ChatGenerationChunk({ message, text });
      yield chunk;
      await runManager?.handleLLMNewToken(text, FIRST, undefined, undefined, undefined, { chunk });
    }
  }

  override async *_streamChatModelEvents(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
  ): AsyncGenerator<ChatModelStreamEvent> {
    const ids = new CallIds(messages);
    yield* toStreamEvents(this.#events(messages, options), this.#model.id, (id) => ids.unique(id));
  }

  async *#events(messages: BaseMessage[], options: this['ParsedCallOptions']): AsyncGenerator<GenerationEvent> {
    try {
      const sampling = mergeSampling(this.#sampling, options);
      const request = toGenerationRequest(messages, { ...options, ...sampling }, this.#model.capabilities);
      yield* this.#model.generate(request, { signal: options.signal });
    } catch (error) {
      throw error instanceof ServiceError ? stampRetryable(error, error.isRetryable) : error;
    }
  }
}

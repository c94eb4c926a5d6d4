/** A JSON Schema, as far as its keywords are known only to who reads it. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

export interface ToolDefinition {
  readonly name: string;
  readonly description?: string | undefined;
  /** The schema of the arguments: an object. */
  readonly parameters: JsonSchema;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
}

export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] | undefined }
  | { readonly role: 'tool'; readonly content: string; readonly toolCallId: string };

/** `{ name }` forces a call of that tool. */
export type ToolChoice = 'none' | 'auto' | 'required' | { readonly name: string };

export interface ChatPrompt {
  readonly kind: 'chat';
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  /** Whether one answer may hold several calls. */
  readonly parallelToolCalls: boolean;
}

/** Text to go on with, without any chat template. */
export interface TextPrompt {
  readonly kind: 'text';
  readonly text: string;
}

export type ResponseFormat =
  | { readonly kind: 'text' }
  | { readonly kind: 'json-object' }
  | { readonly kind: 'json-schema'; readonly name: string; readonly schema: JsonSchema };

export interface GenerationRequest {
  readonly prompt: ChatPrompt | TextPrompt;
  readonly responseFormat: ResponseFormat;
  /** Tokens to generate at most; up to the end of the context when absent. */
  readonly maxTokens?: number | undefined;
  /** 0 takes the likeliest token each time. */
  readonly temperature: number;
  readonly topP: number;
  /** With the same seed, request and model the answer is the same, where the capability `seed` is there. */
  readonly seed?: number | undefined;
  readonly frequencyPenalty: number;
  readonly presencePenalty: number;
  /** Texts that end the answer and are not part of it. */
  readonly stop: readonly string[];
  /** How many alternatives of each token to report, 0 to 20; absent: no log-probabilities at all. */
  readonly topLogprobs?: number | undefined;
  /** A LoRA adapter of the model. */
  readonly adapter?: string | undefined;
}

export interface TokenLogprob {
  readonly token: string;
  /** Natural logarithm of the probability. */
  readonly logprob: number;
  readonly bytes: readonly number[];
  readonly top: readonly { readonly token: string; readonly logprob: number; readonly bytes: readonly number[] }[];
}

export interface TokenUsage {
  readonly promptTokens: number;
  /** Tokens of the prompt that were still in memory from an earlier request. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter';

/** What happens during a generation, in order; `finish` comes once, last. */
export type GenerationEvent =
  | { readonly type: 'text'; readonly text: string; readonly logprobs?: readonly TokenLogprob[] }
  | { readonly type: 'tool-call'; readonly index: number; readonly id: string; readonly name: string }
  | { readonly type: 'tool-arguments'; readonly index: number; readonly text: string }
  | { readonly type: 'finish'; readonly reason: FinishReason; readonly usage: TokenUsage };

export const CHAT_CAPABILITIES = [
  'chat',
  'completions',
  'tools',
  'parallel_tool_calls',
  'json_object',
  'json_schema',
  'logprobs',
  'seed',
  'stop',
  'penalties',
] as const;
export type ChatCapability = (typeof CHAT_CAPABILITIES)[number];

/** Generates text. One call takes one of `slots`; the caller decides who waits. */
export interface ChatModel {
  /** What the back end calls the model. */
  readonly id: string;
  readonly capabilities: ReadonlySet<ChatCapability>;
  /** Tokens of prompt and answer together; undefined where the back end does not say. */
  readonly contextLength: number | undefined;
  /** Generations that run at once; more would only wait inside. */
  readonly slots: number;
  /** Names that `GenerationRequest.adapter` may have. */
  readonly adapters: readonly string[];
  /**
   * Generates until the model ends, a limit is reached, or `signal` aborts (it then throws the signal's reason within
   * one step of decoding). Leaving the loop early stops the work too.
   * @throws ServiceError `context_length_exceeded`, `schema_unsupported`, `parameter_unsupported`,
   *   `chat_model_failed` (retryable) or `chat_model_invalid`.
   */
  generate(
    request: GenerationRequest,
    options?: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<GenerationEvent>;
  /** Resolves when the back end answers. */
  ping(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  close(): Promise<void>;
}

/** The same model with another way to generate: to count, to record, or to play what was recorded. */
export function generatingBy(model: ChatModel, generate: ChatModel['generate']): ChatModel {
  const { id, capabilities, contextLength, slots, adapters } = model;
  const ping: ChatModel['ping'] = (options) => model.ping(options);
  return { id, capabilities, contextLength, slots, adapters, generate, ping, close: () => model.close() };
}

import type { ChatCapability, ChatModel, GenerationEvent, GenerationRequest, ServiceError } from '@pareto/contracts';
import OpenAI from 'openai';
import { requireCapabilities } from '../capabilities.ts';
import { readChatStream, readTextStream } from '../hosted/answer-stream.ts';
import { failureOf, failureOfClient } from '../hosted/failure.ts';
import { guardedStream } from '../hosted/guarded-stream.ts';
import { chatBody, textBody } from './bodies.ts';
import { type OpenAiCompatibleConfig, openAiCompatibleConfig, type ResolvedOpenAiCompatibleConfig } from './config.ts';
import { SERVER_TRAITS } from './servers.ts';

type ChatBody = OpenAI.ChatCompletionCreateParamsStreaming;
type TextBody = OpenAI.CompletionCreateParamsStreaming;

/** Any server of OpenAI's protocol: OpenAI, vLLM, TGI, Ollama, llama-server, another instance of text-generation. */
export class OpenAiCompatibleChatModel implements ChatModel {
  readonly id: string;
  readonly capabilities: ReadonlySet<ChatCapability>;
  readonly contextLength: number | undefined;
  readonly slots: number;
  readonly adapters: readonly string[];
  readonly #config: ResolvedOpenAiCompatibleConfig;
  readonly #client: OpenAI;

  constructor(config: OpenAiCompatibleConfig) {
    this.#config = openAiCompatibleConfig.parse(config);
    const { id, model, server, capabilities, contextLength, slots, adapters, baseUrl, apiKey, timeoutMs } =
      this.#config;
    this.id = id ?? model;
    this.capabilities = new Set(capabilities ?? SERVER_TRAITS[server].capabilities);
    this.contextLength = contextLength;
    this.slots = slots;
    this.adapters = adapters;
    this.#client = new OpenAI({
      baseURL: baseUrl,
      apiKey,
      timeout: timeoutMs,
      // Whether to try again, and where, is decided by who called.
      maxRetries: 0,
      // Null, lest the client take them from the environment, or log what it sends.
      organization: null,
      project: null,
      logLevel: 'off',
    });
  }

  async *generate(
    request: GenerationRequest,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<GenerationEvent> {
    signal?.throwIfAborted();
    requireCapabilities(this, request);
    const { prompt } = request;
    const guard = { signal, timeoutMs: this.#config.timeoutMs, toFailure };
    if (prompt.kind === 'chat') {
      // Servers take more than the types of OpenAI's own service say.
      const body = chatBody(request, prompt, this.#config) as unknown as ChatBody;
      const open = (connection: AbortSignal) => this.#client.chat.completions.create(body, { signal: connection });
      yield* readChatStream(guardedStream(open, guard), request);
    } else {
      const body = textBody(request, prompt.text, this.#config) as unknown as TextBody;
      const open = (connection: AbortSignal) => this.#client.completions.create(body, { signal: connection });
      yield* readTextStream(guardedStream(open, guard), request);
    }
  }

  /** Asks for the list of models; it costs nothing. */
  async ping({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    signal?.throwIfAborted();
    try {
      await this.#client.models.list(signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw toFailure(error);
    }
  }

  async close(): Promise<void> {}
}

function toFailure(error: unknown): ServiceError {
  // Connection errors are a kind of it, and hold no answer.
  if (!(error instanceof OpenAI.APIError) || error instanceof OpenAI.APIConnectionError) return failureOfClient(error);
  return failureOf({ status: error.status, headers: error.headers, error: error.error });
}

import { InferenceClient } from '@huggingface/inference';
import {
  CHAT_CAPABILITIES,
  type ChatCapability,
  type ChatModel,
  type GenerationEvent,
  type GenerationRequest,
  ServiceError,
} from '@pareto/contracts';
import { requireCapabilities } from '../capabilities.ts';
import { readChatStream, readTextStream } from '../hosted/answer-stream.ts';
import { guardedStream } from '../hosted/guarded-stream.ts';
import { chatArguments, textArguments } from './arguments.ts';
import { checkedFetch, toFailure } from './checked-fetch.ts';
import { type HuggingFaceConfig, huggingFaceConfig, type ResolvedHuggingFaceConfig } from './config.ts';

const ROUTER_URL = 'https://router.huggingface.co/v1';

/** A model on Hugging Face: through the shared inference providers, or on an endpoint of one's own. */
export class HuggingFaceChatModel implements ChatModel {
  readonly id: string;
  readonly capabilities: ReadonlySet<ChatCapability>;
  readonly contextLength: number | undefined;
  readonly slots: number;
  readonly adapters: readonly string[] = [];
  readonly #config: ResolvedHuggingFaceConfig;
  readonly #client: InferenceClient;

  constructor(config: HuggingFaceConfig) {
    this.#config = huggingFaceConfig.parse(config);
    const { id, model, capabilities, contextLength, slots, token } = this.#config;
    this.id = id ?? model;
    this.capabilities = new Set(capabilities ?? CHAT_CAPABILITIES);
    this.contextLength = contextLength;
    this.slots = slots;
    // Whether to try again, and where, is decided by who called; the client would try for ever.
    this.#client = new InferenceClient(token, { retry_on_error: false, fetch: checkedFetch });
  }

  async *generate(
    request: GenerationRequest,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<GenerationEvent> {
    signal?.throwIfAborted();
    requireCapabilities(this, request);
    const { prompt } = request;
    const { timeoutMs } = this.#config;
    const guard = { signal, timeoutMs, toFailure };
    if (prompt.kind === 'chat') {
      const given = chatArguments(request, prompt, this.#config, this.capabilities.has('parallel_tool_calls'));
      const open = (connection: AbortSignal) => this.#client.chatCompletionStream(given, { signal: connection });
      yield* readChatStream(guardedStream(open, guard), request);
    } else {
      const given = textArguments(request, prompt.text, this.#config);
      const open = (connection: AbortSignal) => this.#client.textGenerationStream(given, { signal: connection });
      yield* readTextStream(guardedStream(open, guard), request);
    }
  }

  /** Asks for the list of models; it costs nothing. */
  async ping({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    const { token, endpointUrl = ROUTER_URL, timeoutMs } = this.#config;
    const base = endpointUrl.replace(/\/+$/u, '').replace(/\/chat\/completions$/u, '');
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await checkedFetch(`${base.endsWith('/v1') ? base : `${base}/v1`}/models`, {
        headers: { authorization: `Bearer ${token}` },
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      });
      await answer.body?.cancel();
    } catch (error) {
      signal?.throwIfAborted();
      if (deadline.aborted) {
        throw new ServiceError('chat_model_failed', `nothing came from the server for ${timeoutMs} ms`);
      }
      throw toFailure(error);
    }
  }

  async close(): Promise<void> {}
}

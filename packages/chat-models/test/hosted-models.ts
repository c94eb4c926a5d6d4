import type { ChatModel, GenerationRequest } from '@pareto/contracts';
import { HuggingFaceChatModel } from '../src/hugging-face/hugging-face-chat-model.ts';
import { OpenAiCompatibleChatModel } from '../src/openai-compatible/openai-compatible-chat-model.ts';

export const KEY = 'hf_very-secret-key';
export const SECRET = 'the launch code is 0000';

interface Options {
  readonly url: string;
  readonly timeoutMs?: number;
}

/** Both adapters, for the server at `url`. */
export const HOSTED_MODELS: Readonly<Record<string, (options: Options) => ChatModel>> = {
  'openai-compatible': ({ url, timeoutMs = 10_000 }) =>
    new OpenAiCompatibleChatModel({
      kind: 'openai-compatible',
      baseUrl: `${url}/v1`,
      apiKey: KEY,
      model: 'm',
      server: 'vllm',
      timeoutMs,
    }),
  'hugging-face': ({ url, timeoutMs = 10_000 }) =>
    new HuggingFaceChatModel({ kind: 'hugging-face', token: KEY, model: 'm', endpointUrl: url, timeoutMs }),
};

/** A question that nobody may repeat, with a tool. */
export function ask(options: Partial<GenerationRequest> = {}): GenerationRequest {
  const tool = { name: 'get_time', parameters: { type: 'object' } };
  return {
    prompt: {
      kind: 'chat',
      messages: [{ role: 'user', content: SECRET }],
      tools: [tool],
      toolChoice: 'auto',
      parallelToolCalls: true,
    },
    responseFormat: { kind: 'text' },
    temperature: 1,
    topP: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    stop: [],
    ...options,
  };
}

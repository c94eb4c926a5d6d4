import { OpenAiCompatibleChatModel } from '@pareto/chat-models/hosted';
import type { ChatModel } from '@pareto/contracts';
import type { Config } from './config.ts';

/** What the last stage of the cascade asks; undefined where none is configured. */
export function createChatModel(config: Config): ChatModel | undefined {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY, LLM_SERVER: server, LLM_TIMEOUT_MS } = config;
  if (baseUrl === undefined) return undefined;
  return new OpenAiCompatibleChatModel({
    kind: 'openai-compatible',
    baseUrl,
    model,
    server,
    timeoutMs: LLM_TIMEOUT_MS,
    ...(LLM_API_KEY ? { apiKey: LLM_API_KEY.reveal() } : {}),
  });
}

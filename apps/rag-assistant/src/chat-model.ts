import { HuggingFaceChatModel, OpenAiCompatibleChatModel } from '@pareto/chat-models/hosted';
import type { ChatModel } from '@pareto/contracts';
import { type Config, isOwnServer } from './config.ts';

/** Silence after which the model counts as failed: a long prompt on two cores takes some seconds. */
const TIMEOUT_MS = 60_000;

export function createChatModel(config: Config): ChatModel {
  const { LLM_MODEL: model, HF_TOKEN, LLM_BASE_URL: baseUrl, LLM_API_KEY } = config;
  if (HF_TOKEN) {
    return new HuggingFaceChatModel({ kind: 'hugging-face', model, token: HF_TOKEN.reveal(), timeoutMs: TIMEOUT_MS });
  }
  return new OpenAiCompatibleChatModel({
    kind: 'openai-compatible',
    baseUrl,
    model,
    server: config.LLM_SERVER ?? (isOwnServer(config) ? 'pareto' : 'openai'),
    timeoutMs: TIMEOUT_MS,
    ...(LLM_API_KEY ? { apiKey: LLM_API_KEY.reveal() } : {}),
  });
}

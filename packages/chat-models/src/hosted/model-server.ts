import type { ChatModel } from '@pareto/contracts';
import { z } from 'zod';
import { HuggingFaceChatModel } from '../hugging-face/hugging-face-chat-model.ts';
import { OpenAiCompatibleChatModel } from '../openai-compatible/openai-compatible-chat-model.ts';
import { SERVERS, type ServerName } from '../openai-compatible/servers.ts';

/** The model server of this repository, where `npm start` puts it, and its default model. */
const OWN_SERVER = 'http://127.0.0.1:8085/v1';
const OWN_MODEL = 'qwen2.5-coder-1.5b-instruct-q4_k_m';

/** Silence after which the model counts as failed, milliseconds: a long prompt on two cores takes some seconds. */
const TIMEOUT_MS = 60_000;

/** A text that is shown nowhere. */
interface Hidden {
  reveal(): string;
}

/** Where answers are written, as an app's variables say it. */
export interface ModelServer {
  readonly LLM_BASE_URL: string;
  readonly LLM_MODEL: string;
  readonly LLM_API_KEY?: Hidden | undefined;
  readonly LLM_SERVER?: ServerName | undefined;
  readonly HF_TOKEN?: Hidden | undefined;
}

/** The variables of a `ModelServer`. @param secret reads one that must not be shown. */
export function modelServerVariables<Secret extends z.ZodType<Hidden>>(secret: Secret) {
  return {
    /** Any server of OpenAI's protocol, with its `/v1`. */
    LLM_BASE_URL: z.url().default(OWN_SERVER),
    LLM_MODEL: z.string().default(OWN_MODEL),
    LLM_API_KEY: secret.optional(),
    /** What kind of server that is; `pareto` for the one of this repository and `openai` for others when absent. */
    LLM_SERVER: z.enum(SERVERS).optional(),
    /** With it answers come from Hugging Face Inference; LLM_MODEL then names a model there. */
    HF_TOKEN: secret.optional(),
  };
}

/** The one model that an app asks, wherever it is served. */
export function modelOf({ LLM_BASE_URL: baseUrl, LLM_MODEL: model, ...others }: ModelServer): ChatModel {
  const { LLM_API_KEY: apiKey, LLM_SERVER: server, HF_TOKEN: token } = others;
  const timeoutMs = TIMEOUT_MS;
  if (token) return new HuggingFaceChatModel({ kind: 'hugging-face', model, token: token.reveal(), timeoutMs });
  return new OpenAiCompatibleChatModel({
    kind: 'openai-compatible',
    baseUrl,
    model,
    server: server ?? (baseUrl === OWN_SERVER ? 'pareto' : 'openai'),
    timeoutMs,
    ...(apiKey ? { apiKey: apiKey.reveal() } : {}),
  });
}

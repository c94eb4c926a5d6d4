import type { ChatModel } from '@pareto/contracts';
import { HuggingFaceChatModel } from '../hugging-face/hugging-face-chat-model.ts';
import { OpenAiCompatibleChatModel } from '../openai-compatible/openai-compatible-chat-model.ts';
import type { ServerName } from '../openai-compatible/servers.ts';

/** The model server of this repository, where `npm start` puts it. */
export const OWN_SERVER = 'http://127.0.0.1:8085/v1';

/** Silence after which the model counts as failed, milliseconds: a long prompt on two cores takes some seconds. */
const TIMEOUT_MS = 60_000;

export interface ModelServer {
  /** With its `/v1`. */
  readonly baseUrl: string;
  /** Name of the model there. */
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** What answers there; `pareto` for `OWN_SERVER` and `openai` for others when absent. */
  readonly server?: ServerName | undefined;
  /** With it answers come from Hugging Face Inference, and `model` is a repository there. */
  readonly huggingFaceToken?: string | undefined;
}

/** The one model that an app asks, wherever it is served. */
export function modelOf({ baseUrl, model, apiKey, server, huggingFaceToken: token }: ModelServer): ChatModel {
  const timeoutMs = TIMEOUT_MS;
  if (token) return new HuggingFaceChatModel({ kind: 'hugging-face', model, token, timeoutMs });
  return new OpenAiCompatibleChatModel({
    kind: 'openai-compatible',
    baseUrl,
    model,
    server: server ?? (baseUrl === OWN_SERVER ? 'pareto' : 'openai'),
    timeoutMs,
    ...(apiKey ? { apiKey } : {}),
  });
}

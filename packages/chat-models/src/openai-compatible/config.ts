import { CHAT_CAPABILITIES } from '@pareto/contracts';
import { z } from 'zod';
import { SERVERS } from './servers.ts';

export const openAiCompatibleConfig = z.object({
  kind: z.literal('openai-compatible'),
  /** Name of the model here; `model` when absent. */
  id: z.string().min(1).optional(),
  /** With its `/v1`. */
  baseUrl: z.url(),
  apiKey: z.string().min(1).default('none'),
  /** Name of the model there. */
  model: z.string().min(1),
  /** What answers there: it says which parameters are honoured and how they are named. */
  server: z.enum(SERVERS).default('openai'),
  /** Where the model can do more or less than its server usually can. */
  capabilities: z.array(z.enum(CHAT_CAPABILITIES)).optional(),
  /** Tokens of prompt and answer together. */
  contextLength: z.int().min(1).optional(),
  /** Requests at once. */
  slots: z.int().min(1).default(8),
  /** Silence after which the server counts as failed: until the answer begins, and between two of its events. */
  timeoutMs: z.int().min(1).default(60_000),
  /** Names of LoRA adapters that the server has loaded. */
  adapters: z.array(z.string().min(1)).default([]),
});

export type OpenAiCompatibleConfig = z.input<typeof openAiCompatibleConfig>;
export type ResolvedOpenAiCompatibleConfig = z.output<typeof openAiCompatibleConfig>;

import { CHAT_CAPABILITIES } from '@pareto/contracts';
import { z } from 'zod';

export const huggingFaceConfig = z.object({
  kind: z.literal('hugging-face'),
  /** Name of the model here; `model` when absent. */
  id: z.string().min(1).optional(),
  /** The shared inference providers take only tokens that begin with `hf_`. */
  token: z.string().min(1),
  /** A repository on the hub; `:provider` after it selects one of the providers that offer it. */
  model: z.string().min(1),
  /** A dedicated endpoint in place of the shared inference providers. */
  endpointUrl: z.url().optional(),
  /** What the provider of this model honours, where it differs from what most do. */
  capabilities: z.array(z.enum(CHAT_CAPABILITIES)).optional(),
  /** Tokens of prompt and answer together. */
  contextLength: z.int().min(1).optional(),
  /** Requests at once. */
  slots: z.int().min(1).default(8),
  /** Silence after which the server counts as failed: until the answer begins, and between two of its events. */
  timeoutMs: z.int().min(1).default(60_000),
});

export type HuggingFaceConfig = z.input<typeof huggingFaceConfig>;
export type ResolvedHuggingFaceConfig = z.output<typeof huggingFaceConfig>;

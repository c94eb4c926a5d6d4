import { CHAT_CAPABILITIES, ERROR_CODES, type ErrorCode } from '@pareto/contracts';
import { z } from 'zod';

const reply = z.object({
  /** A part of the last message, or of the text prompt; a reply without it answers anything. */
  when: z.string().optional(),
  text: z.string().default(''),
  /** Calls with their arguments, which are written as JSON. */
  toolCalls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })).default([]),
  /** Pause before each token. */
  delayMs: z.int().min(0).default(0),
  /** Fails once so many tokens were sent. */
  failure: z
    .object({ code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode]), afterTokens: z.int().min(0).default(0) })
    .optional(),
});

export const scriptedConfig = z.object({
  kind: z.literal('scripted'),
  id: z.string().default('scripted'),
  slots: z.int().min(1).default(4),
  contextLength: z.int().min(1).default(4_096),
  capabilities: z.array(z.enum(CHAT_CAPABILITIES)).default([...CHAT_CAPABILITIES]),
  adapters: z.array(z.string()).default([]),
  /** The first that fits answers. Without one the model makes up words from the prompt and the seed. */
  replies: z.array(reply).default([]),
});

export type ScriptedConfig = z.input<typeof scriptedConfig>;
export type Reply = z.output<typeof reply>;

import { CHAT_CAPABILITIES, ERROR_CODES, type ErrorCode } from '@pareto/contracts';
import { z } from 'zod';
import { recordedEvents } from './recording.ts';

const failure = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode]),
  retryAfterSeconds: z.int().min(0).optional(),
  /** Fails once so many tokens were sent, or at the end of a shorter reply. */
  afterTokens: z.int().min(0).default(0),
});

const toolCall = z.object({
  name: z.string(),
  /** Written as JSON; a text is sent as it stands, which need be no JSON at all. */
  arguments: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
});

const reply = z.object({
  /** A part of the last message, or of the text prompt. A reply with neither `when` nor `pattern` answers anything. */
  when: z.string().optional(),
  /** A regular expression for the same. */
  pattern: z.string().refine(isPattern, 'expected a regular expression').optional(),
  /** Answers once, and leaves later requests to the others: replies that all are so are given in order. */
  once: z.boolean().default(false),
  text: z.string().default(''),
  /** Made after the text, whatever the request says of tools. */
  toolCalls: z.array(toolCall).default([]),
  /** In place of `tool-calls` after calls, and of `stop`. */
  finishReason: z.enum(['stop', 'length', 'tool-calls', 'content-filter']).optional(),
  /** Recorded events, played as they are; text and calls are then not read. */
  events: recordedEvents.optional(),
  /** Pause before each token, or before each recorded event. */
  delayMs: z.int().min(0).default(0),
  failure: failure.optional(),
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

export type ScriptedConfig = Readonly<z.input<typeof scriptedConfig>>;
export type Reply = z.output<typeof reply>;

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

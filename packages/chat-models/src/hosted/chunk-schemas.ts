import { z } from 'zod';

// Only what is read is checked; servers add fields of their own.

const tokens = z.int().min(0);

const usage = z.object({
  prompt_tokens: tokens,
  completion_tokens: tokens,
  prompt_tokens_details: z.object({ cached_tokens: tokens.nullish() }).nullish(),
});
export type WireUsage = z.output<typeof usage>;

const bytes = z.array(z.int().min(0).max(255)).nullish();
const likelihood = z.object({ token: z.string(), logprob: z.number(), bytes });
const chatLogprob = likelihood.extend({ top_logprobs: z.array(likelihood).nullish() });
export type WireLogprob = z.output<typeof chatLogprob>;

const toolCallDelta = z.object({
  index: z.int().min(0).nullish(),
  id: z.string().nullish(),
  function: z
    .object({
      name: z.string().nullish(),
      /** JSON text; some servers send the object itself. */
      arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
    })
    .nullish(),
});
export type WireToolCallDelta = z.output<typeof toolCallDelta>;

const chatChoice = z.object({
  index: z.int().nullish(),
  delta: z
    .object({
      content: z.string().nullish(),
      refusal: z.string().nullish(),
      tool_calls: z.array(toolCallDelta).nullish(),
    })
    .nullish(),
  logprobs: z.object({ content: z.array(chatLogprob).nullish() }).nullish(),
  finish_reason: z.string().nullish(),
});

/** A `chat.completion.chunk`. */
export const chatChunk = z.object({ choices: z.array(chatChoice).nullish(), usage: usage.nullish() });
export type ChatChunk = z.output<typeof chatChunk>;

const textLogprobs = z.object({
  /** The form of chats, which llama-server takes here too. */
  content: z.array(chatLogprob).nullish(),
  tokens: z.array(z.string()).nullish(),
  token_logprobs: z.array(z.number().nullable()).nullish(),
  top_logprobs: z.array(z.record(z.string(), z.number()).nullable()).nullish(),
});
export type WireTextLogprobs = z.output<typeof textLogprobs>;

const textChoice = z.object({
  index: z.int().nullish(),
  text: z.string().nullish(),
  logprobs: textLogprobs.nullish(),
  finish_reason: z.string().nullish(),
});

/** A streamed `text_completion`. */
export const textChunk = z.object({ choices: z.array(textChoice).nullish(), usage: usage.nullish() });
export type TextChunk = z.output<typeof textChunk>;

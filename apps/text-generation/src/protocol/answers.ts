import { z } from 'zod';

const usage = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.object({
    cached_tokens: z.int().meta({ description: 'Tokens of the prompt that were still in memory' }),
  }),
});

const alternative = z.object({ token: z.string(), logprob: z.number(), bytes: z.array(z.int()) });
const chatLogprobs = z.object({
  content: z.array(alternative.extend({ top_logprobs: z.array(alternative) })),
  refusal: z.null(),
});

const toolCall = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string().meta({ description: 'JSON text' }) }),
});

export const chatCompletion = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int().meta({ description: 'Seconds since 1970' }),
  model: z.string().meta({ description: 'The model that answered, where a route has several' }),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string().nullable(),
        refusal: z.null(),
        tool_calls: z.array(toolCall).optional(),
      }),
      logprobs: chatLogprobs.nullable(),
      finish_reason: z.enum(['stop', 'length', 'tool_calls', 'content_filter']),
    }),
  ),
  usage,
});

export const textCompletion = z.object({
  id: z.string(),
  object: z.literal('text_completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.int(),
      text: z.string(),
      logprobs: z
        .object({
          tokens: z.array(z.string()),
          token_logprobs: z.array(z.number()),
          top_logprobs: z.array(z.record(z.string(), z.number())),
          text_offset: z.array(z.int()),
        })
        .nullable(),
      finish_reason: z.enum(['stop', 'length', 'content_filter']),
    }),
  ),
  usage,
});

export const embeddingList = z.object({
  object: z.literal('list'),
  data: z.array(
    z.object({
      object: z.literal('embedding'),
      index: z.int(),
      embedding: z
        .union([z.array(z.number()), z.string()])
        .meta({ description: 'Floats, or base64 of little-endian 32-bit floats' }),
    }),
  ),
  model: z.string(),
  usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
});

export const modelAnswer = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
  capabilities: z.array(z.string()),
  context_length: z.int().nullable(),
  slots: z.int().nullable(),
  licence: z.string().nullable(),
  adapters: z.array(z.string()).meta({ description: 'Use one as `model:adapter`' }),
  state: z.enum(['loading', 'ready', 'failed']),
  routes_to: z.array(z.string()).optional().meta({ description: 'Of a route: the models that it tries, in order' }),
  report: z.unknown().optional().meta({ description: 'Size, speed and perplexity as measured by this repository' }),
});

export const modelList = z.object({ object: z.literal('list'), data: z.array(modelAnswer) });

import type { BaseChatModelCallOptions, BindToolsInput } from '@langchain/core/language_models/chat_models';
import type { BaseMessage } from '@langchain/core/messages';
import {
  type ChatCapability,
  type GenerationRequest,
  type JsonSchema,
  type ResponseFormat,
  ServiceError,
} from '@pareto/contracts';
import { z } from 'zod';
import { toChatMessages } from './messages.ts';
import { plainSchema } from './plain-schema.ts';
import { toToolChoice, toToolDefinitions } from './tools.ts';

/** How tokens are chosen, in the words of the port; see `GenerationRequest`. */
const sampling = z.object({
  temperature: z.number().min(0).max(2).default(0),
  topP: z.number().gt(0).max(1).default(1),
  maxTokens: z.int().min(1).optional(),
  seed: z.int().optional(),
  frequencyPenalty: z.number().min(-2).max(2).default(0),
  presencePenalty: z.number().min(-2).max(2).default(0),
  stop: z.array(z.string().min(1)).max(16).default([]),
  topLogprobs: z.int().min(0).max(20).optional(),
  adapter: z.string().optional(),
});
export type SamplingOptions = z.input<typeof sampling>;

const responseFormat = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({
      name: z.string().min(1).max(64).default('extract'),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
]);

export interface PortChatModelCallOptions extends BaseChatModelCallOptions, SamplingOptions {
  stop?: string[];
  tools?: readonly BindToolsInput[];
  /** Whether one answer may hold several calls; where it is absent, as the model can. */
  parallel_tool_calls?: boolean;
  /** OpenAI's form, which `createAgent` sends for structured answers. */
  response_format?:
    | { readonly type: 'text' | 'json_object' }
    | {
        readonly type: 'json_schema';
        readonly json_schema: { readonly name?: string; readonly schema: Exclude<JsonSchema, boolean> };
      };
}

const SAMPLING_KEYS = Object.keys(sampling.shape) as (keyof SamplingOptions)[];

/** Options that are there; those of a call go before those of the model. */
export function mergeSampling(model: SamplingOptions, call: SamplingOptions): SamplingOptions {
  const given = [...SAMPLING_KEYS.map((key) => [key, model[key]]), ...SAMPLING_KEYS.map((key) => [key, call[key]])];
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null)) as SamplingOptions;
}

/**
 * What LangChain asks for as a request of the port. Options that other providers have are passed over, as LangChain sends
 * each model those of all of them.
 * @throws ServiceError `request_invalid`, `content_unsupported`, `text_malformed`, `parameter_unsupported`, each with
 *   the option or message at fault as `param`.
 */
export function toGenerationRequest(
  messages: readonly BaseMessage[],
  options: Partial<PortChatModelCallOptions>,
  capabilities: ReadonlySet<ChatCapability>,
): GenerationRequest {
  const tools = toToolDefinitions(options.tools ?? []);
  return {
    prompt: {
      kind: 'chat',
      messages: toChatMessages(messages),
      tools,
      toolChoice: toToolChoice(options.tool_choice, tools),
      parallelToolCalls: options.parallel_tool_calls ?? capabilities.has('parallel_tool_calls'),
    },
    responseFormat: toResponseFormat(options.response_format),
    ...parsed(sampling, mergeSampling({}, options)),
  };
}

function toResponseFormat(given: unknown): ResponseFormat {
  if (given === undefined || given === null) return { kind: 'text' };
  const format = parsed(responseFormat, given, 'response_format');
  switch (format.type) {
    case 'text':
      return { kind: 'text' };
    case 'json_object':
      return { kind: 'json-object' };
    case 'json_schema':
      return {
        kind: 'json-schema',
        name: format.json_schema.name,
        schema: plainSchema(format.json_schema.schema),
      };
  }
}

function parsed<T extends z.ZodType>(schema: T, value: unknown, root?: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = [...(root ? [root] : []), ...issue!.path].join('.');
  throw new ServiceError('request_invalid', `${place}: ${issue!.message}`, { param: place });
}

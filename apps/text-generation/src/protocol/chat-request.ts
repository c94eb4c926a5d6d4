import { coded, type GenerationRequest, type ResponseFormat } from '@pareto/contracts';
import { z } from 'zod';
import { CHAT_EXAMPLES } from './examples.ts';
import { contradiction, onlyDefault, parameters, refused, sampling, text, tokenLimit } from './fields.ts';
import { demandsOf, type Generation, repeated, samplingDemands, toSampling } from './generation.ts';
import { messages, toChatMessages } from './messages.ts';
import { checkTools, jsonSchema, toolChoice, tools, toToolPrompt } from './tools.ts';

const MAX_TOP_LOGPROBS = 20;

const responseFormat = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: parameters({
      name: z.string().regex(/^[\w-]{1,64}$/, 'expected 1 to 64 letters, digits, "_" or "-"'),
      description: text.nullish(),
      schema: jsonSchema,
      strict: z.boolean().nullish().meta({ description: 'Answers satisfy the schema in any case' }),
    }),
  }),
]);

/** Every parameter that OpenAI documents: honoured, refused by name, or accepted where it changes no answer. */
export const chatRequest = parameters({
  ...sampling,
  messages,
  max_completion_tokens: tokenLimit,
  max_tokens: tokenLimit.meta({ description: 'The old name of `max_completion_tokens`' }),
  response_format: responseFormat.nullish(),
  tools: tools.nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(MAX_TOP_LOGPROBS).nullish(),
  // Without effect on the answer, and nothing is stored by them.
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  safety_identifier: z.string().max(512).nullish(),
  prompt_cache_key: z.string().max(512).nullish(),
  prompt_cache_retention: onlyDefault(['in_memory', 'in-memory'], 'prompts are kept in memory only'),
  store: onlyDefault([false], 'nothing is stored'),
  service_tier: onlyDefault(['auto', 'default'], 'there is one tier'),
  modalities: z
    .array(z.string())
    .refine((list) => list.every((modality) => modality === 'text'), {
      error: coded('parameter_unsupported', 'answers are text'),
    })
    .nullish(),
  verbosity: onlyDefault(['medium'], 'the length of answers cannot be steered'),
  reasoning_effort: onlyDefault(['none'], 'the models here do not reason apart from their answer'),
  audio: refused('answers are text'),
  prediction: refused('predicted outputs are not offered'),
  moderation: refused('moderation is not offered'),
  web_search_options: refused('the model cannot search the web'),
  functions: refused('functions is the old form; use tools'),
  function_call: refused('function_call is the old form; use tool_choice'),
})
  .superRefine((body, context) => {
    checkTools(body, context);
    if (body.stream_options && !body.stream) contradiction(context, ['stream_options'], 'only with stream: true');
    if (body.top_logprobs != null && !body.logprobs) {
      contradiction(context, ['top_logprobs'], 'only with logprobs: true');
    }
    const { max_tokens: old, max_completion_tokens: limit } = body;
    if (old != null && limit != null && old !== limit) {
      contradiction(context, ['max_tokens'], 'differs from max_completion_tokens');
    }
  })
  .meta({ examples: CHAT_EXAMPLES });

export type ChatRequest = z.output<typeof chatRequest>;

export function toChatGeneration(body: ChatRequest): Generation {
  const request: GenerationRequest = {
    prompt: {
      kind: 'chat',
      messages: toChatMessages(body.messages),
      ...toToolPrompt(body.tools, body.tool_choice),
      parallelToolCalls: body.parallel_tool_calls ?? true,
    },
    responseFormat: toResponseFormat(body.response_format),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    ...toSampling(body),
    topLogprobs: body.logprobs ? (body.top_logprobs ?? 0) : undefined,
  };
  const n = body.n ?? 1;
  const hasTools = (body.tools?.length ?? 0) > 0 && body.tool_choice !== 'none';
  const format = body.response_format?.type;
  return {
    model: body.model,
    choices: repeated(request, n),
    choicesPerPrompt: n,
    promptParam: 'messages',
    limitParam: body.max_completion_tokens == null ? 'max_tokens' : 'max_completion_tokens',
    demands: [
      ...demandsOf([
        [true, 'chat', 'messages'],
        [hasTools, 'tools', 'tools'],
        [hasTools && body.parallel_tool_calls === true, 'parallel_tool_calls', 'parallel_tool_calls'],
        [format === 'json_object', 'json_object', 'response_format'],
        [format === 'json_schema', 'json_schema', 'response_format'],
        [body.logprobs === true, 'logprobs', 'logprobs'],
      ]),
      ...samplingDemands(body),
    ],
  };
}

function toResponseFormat(format: z.output<typeof responseFormat> | null | undefined): ResponseFormat {
  if (format?.type === 'json_object') return { kind: 'json-object' };
  if (format?.type !== 'json_schema') return { kind: 'text' };
  const { name, schema } = format.json_schema;
  return { kind: 'json-schema', name, schema };
}

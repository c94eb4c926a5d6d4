import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from '@langchain/core/language_models/base';
import {
  assembleStructuredOutputPipeline,
  createContentParser,
  createFunctionCallingParser,
} from '@langchain/core/language_models/structured_output';
import type { Runnable } from '@langchain/core/runnables';
import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { type ChatCapability, ServiceError } from '@pareto/contracts';
import type { PortChatModelCallOptions } from './call-options.ts';

/** A schema of zod, a standard schema, or JSON Schema. */
export type AnswerSchema = Parameters<typeof toJsonSchema>[0];
// LangChain's own bound for what a schema describes.
// biome-ignore lint/suspicious/noExplicitAny: narrower types would not fit the class that is extended
export type AnswerObject = Record<string, any>;

/** How a model is bound to options. */
export type Bind = (options: Partial<PortChatModelCallOptions>) => Runnable<BaseLanguageModelInput>;

const METHODS = ['jsonSchema', 'functionCalling', 'jsonMode'] as const;

/**
 * A model whose answers are parsed by a schema: through the port's `json-schema` format, by which local models cannot
 * write anything else; where a model has none, through a forced call. `jsonMode` asks for any object.
 * @throws ServiceError `parameter_unsupported` for another method.
 */
export function structuredOutput<RunOutput extends AnswerObject>(
  bind: Bind,
  capabilities: ReadonlySet<ChatCapability>,
  schema: AnswerSchema,
  { name, method, includeRaw }: StructuredOutputMethodOptions<boolean> = {},
) {
  const jsonSchema = toJsonSchema(schema) as Record<string, unknown>;
  const answerName = name ?? (typeof jsonSchema.title === 'string' ? jsonSchema.title : 'extract');
  const chosen = METHODS.find((known) => known === (method ?? defaultMethod(capabilities)));
  const parser = createContentParser<RunOutput>(schema as Record<string, unknown>);
  switch (chosen) {
    case 'jsonSchema': {
      const format = { type: 'json_schema', json_schema: { name: answerName, schema: jsonSchema } } as const;
      return assembleStructuredOutputPipeline(bind({ response_format: format }), parser, includeRaw);
    }
    case 'jsonMode':
      return assembleStructuredOutputPipeline(bind({ response_format: { type: 'json_object' } }), parser, includeRaw);
    case 'functionCalling': {
      const tools = [{ name: answerName, description: String(jsonSchema.description ?? ''), parameters: jsonSchema }];
      const calls = createFunctionCallingParser<RunOutput>(schema as Record<string, unknown>, answerName);
      return assembleStructuredOutputPipeline(bind({ tools, tool_choice: answerName }), calls, includeRaw);
    }
    case undefined:
      throw new ServiceError('parameter_unsupported', `structured output is made by ${METHODS.join(', ')}`, {
        param: 'method',
      });
  }
}

function defaultMethod(capabilities: ReadonlySet<ChatCapability>): (typeof METHODS)[number] {
  return capabilities.has('json_schema') ? 'jsonSchema' : 'functionCalling';
}

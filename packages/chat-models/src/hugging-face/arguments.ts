import type { InferenceClient } from '@huggingface/inference';
import { type ChatPrompt, type GenerationRequest, ServiceError } from '@pareto/contracts';
import { toMessages, toResponseFormat, toSampling, toToolChoice, toTools } from '../hosted/request-body.ts';
import type { ResolvedHuggingFaceConfig } from './config.ts';

type ChatArguments = Parameters<InferenceClient['chatCompletionStream']>[0];
type TextArguments = Parameters<InferenceClient['textGenerationStream']>[0];

const STREAM_OPTIONS = { include_usage: true };

/** What `chatCompletionStream` takes. */
export function chatArguments(
  request: GenerationRequest,
  prompt: ChatPrompt,
  config: ResolvedHuggingFaceConfig,
  mayCallOften: boolean,
): ChatArguments {
  const { maxTokens, topLogprobs, responseFormat } = request;
  const given = {
    ...target(config),
    messages: toMessages(prompt.messages),
    ...(prompt.tools.length === 0
      ? {}
      : {
          tools: toTools(prompt),
          tool_choice: toToolChoice(prompt.toolChoice),
          ...(mayCallOften ? { parallel_tool_calls: prompt.parallelToolCalls } : {}),
        }),
    ...(responseFormat.kind === 'text' ? {} : { response_format: toResponseFormat(responseFormat) }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...toSampling(request, true),
    ...(topLogprobs === undefined ? {} : { logprobs: true, top_logprobs: topLogprobs }),
    stream_options: STREAM_OPTIONS,
  };
  // Providers take more than the types of the client say.
  return given as unknown as ChatArguments;
}

/**
 * What `textGenerationStream` takes: the client turns it into a body for `/v1/completions`.
 * @throws ServiceError `parameter_unsupported` without a limit of tokens: servers take one of their own then.
 */
export function textArguments(
  request: GenerationRequest,
  text: string,
  config: ResolvedHuggingFaceConfig,
): TextArguments {
  const { maxTokens, topLogprobs } = request;
  if (maxTokens === undefined) {
    throw new ServiceError('parameter_unsupported', 'a text needs max_tokens here', { param: 'max_tokens' });
  }
  const parameters = {
    max_new_tokens: maxTokens,
    ...toSampling(request, true),
    ...(topLogprobs === undefined ? {} : { logprobs: topLogprobs }),
    stream_options: STREAM_OPTIONS,
  };
  return { ...target(config), inputs: text, parameters } as unknown as TextArguments;
}

function target({ model, endpointUrl }: ResolvedHuggingFaceConfig) {
  return endpointUrl === undefined ? { provider: 'auto' as const, model } : { model, endpointUrl };
}

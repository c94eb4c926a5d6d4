import { type ChatPrompt, type GenerationRequest, type ResponseFormat, ServiceError } from '@pareto/contracts';
import { asObject, toMessages, toResponseFormat, toSampling, toToolChoice, toTools } from '../hosted/request-body.ts';
import type { ResolvedOpenAiCompatibleConfig } from './config.ts';
import { SERVER_TRAITS, type ServerTraits } from './servers.ts';

// Always as a stream: the first token is known when it is there, and leaving stops the server.
const STREAMED = { stream: true, stream_options: { include_usage: true } } as const;

/**
 * The body for `/v1/chat/completions`.
 * @throws ServiceError `parameter_unsupported` for a choice of tools or log-probabilities that the server would ignore.
 */
export function chatBody(
  request: GenerationRequest,
  prompt: ChatPrompt,
  config: ResolvedOpenAiCompatibleConfig,
): Record<string, unknown> {
  const traits = SERVER_TRAITS[config.server];
  const { maxTokens, responseFormat } = request;
  const topLogprobs = alternatives(request, config, prompt.tools.length === 0 || traits.logprobs.withTools);
  return {
    ...STREAMED,
    model: modelName(request, config, traits),
    messages: toMessages(prompt.messages),
    ...toolParameters(prompt, config, traits),
    ...(responseFormat.kind === 'text' ? {} : { response_format: formatOf(responseFormat, traits) }),
    ...(maxTokens === undefined ? {} : { [traits.maxTokensParam]: maxTokens }),
    ...toSampling(request, traits.omitsDefaults),
    ...(topLogprobs === undefined ? {} : { logprobs: true, top_logprobs: topLogprobs }),
  };
}

/**
 * The body for `/v1/completions`.
 * @throws ServiceError `parameter_unsupported` without a limit of tokens where the server would take its own, and for
 *   log-probabilities that it would leave out.
 */
export function textBody(
  request: GenerationRequest,
  prompt: string,
  config: ResolvedOpenAiCompatibleConfig,
): Record<string, unknown> {
  const traits = SERVER_TRAITS[config.server];
  const topLogprobs = alternatives(request, config, traits.logprobs.inTexts);
  return {
    ...STREAMED,
    model: modelName(request, config, traits),
    prompt,
    ...completionLimit(request.maxTokens, config, traits),
    ...toSampling(request, traits.omitsDefaults),
    ...(topLogprobs === undefined ? {} : { logprobs: topLogprobs }),
  };
}

/** How many alternatives of each token to ask for. */
function alternatives(
  { topLogprobs }: GenerationRequest,
  { server }: ResolvedOpenAiCompatibleConfig,
  isTold: boolean,
): number | undefined {
  if (topLogprobs === undefined) return undefined;
  if (isTold) return Math.max(topLogprobs, SERVER_TRAITS[server].logprobs.fewest);
  throw new ServiceError('parameter_unsupported', `${server} does not tell log-probabilities here`, {
    param: 'logprobs',
  });
}

function modelName(
  { adapter }: GenerationRequest,
  { model }: ResolvedOpenAiCompatibleConfig,
  { adapterName }: ServerTraits,
): string {
  if (adapter === undefined) return model;
  return adapterName === 'after-colon' ? `${model}:${adapter}` : adapter;
}

function toolParameters(
  prompt: ChatPrompt,
  { capabilities, server }: ResolvedOpenAiCompatibleConfig,
  traits: ServerTraits,
) {
  const { tools, toolChoice } = prompt;
  if (tools.length === 0) return {};
  const mayCallOften = (capabilities ?? traits.capabilities).includes('parallel_tool_calls');
  const parallel = mayCallOften ? { parallel_tool_calls: prompt.parallelToolCalls } : {};
  if (traits.toolChoice === 'none') {
    if (toolChoice === 'none') return {};
    if (toolChoice !== 'auto') {
      throw new ServiceError('parameter_unsupported', `${server} cannot be made to call a tool`, {
        param: 'tool_choice',
      });
    }
    return { tools: toTools(prompt), ...parallel };
  }
  if (traits.toolChoice === 'words' && typeof toolChoice === 'object') {
    const only = tools.filter(({ name }) => name === toolChoice.name);
    return { tools: toTools({ ...prompt, tools: only }), tool_choice: 'required', ...parallel };
  }
  return { tools: toTools(prompt), tool_choice: toToolChoice(toolChoice), ...parallel };
}

function formatOf(format: ResponseFormat, { responseFormat }: ServerTraits) {
  if (responseFormat === 'json-schema') return toResponseFormat(format);
  const value = format.kind === 'json-schema' ? asObject(format.schema) : { type: 'object' };
  return { type: 'json_object', value };
}

function completionLimit(
  maxTokens: number | undefined,
  { contextLength, server }: ResolvedOpenAiCompatibleConfig,
  { unlimitedCompletion }: ServerTraits,
) {
  if (maxTokens !== undefined) return { max_tokens: maxTokens };
  if (unlimitedCompletion === 'absent') return {};
  if (unlimitedCompletion === 'null') return { max_tokens: null };
  if (unlimitedCompletion === 'context-length' && contextLength !== undefined) return { max_tokens: contextLength };
  const detail = `${server} ends a text after a few tokens when max_tokens is absent`;
  throw new ServiceError('parameter_unsupported', detail, { param: 'max_tokens' });
}

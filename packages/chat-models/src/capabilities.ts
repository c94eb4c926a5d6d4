import { type ChatCapability, type ChatModel, type GenerationRequest, ServiceError } from '@pareto/contracts';

/** What a request needs, with the name that OpenAI gives to the parameter. */
function needs({ prompt, responseFormat, ...request }: GenerationRequest): [ChatCapability, string][] {
  const needed: [ChatCapability, string, boolean][] = [
    ['chat', 'messages', prompt.kind === 'chat'],
    ['completions', 'prompt', prompt.kind === 'text'],
    ['tools', 'tools', prompt.kind === 'chat' && prompt.tools.length > 0],
    ['json_object', 'response_format', responseFormat.kind === 'json-object'],
    ['json_schema', 'response_format', responseFormat.kind === 'json-schema'],
    ['logprobs', 'logprobs', request.topLogprobs !== undefined],
    ['seed', 'seed', request.seed !== undefined],
    ['stop', 'stop', request.stop.length > 0],
    ['penalties', 'frequency_penalty', request.frequencyPenalty !== 0],
    ['penalties', 'presence_penalty', request.presencePenalty !== 0],
  ];
  return needed.flatMap(([capability, param, isNeeded]) => (isNeeded ? [[capability, param]] : []));
}

/** @throws ServiceError `parameter_unsupported` with the parameter, or `model_not_found` for an unknown adapter. */
export function requireCapabilities(
  { id, capabilities, adapters }: Pick<ChatModel, 'id' | 'capabilities' | 'adapters'>,
  request: GenerationRequest,
): void {
  const missing = needs(request).find(([capability]) => !capabilities.has(capability));
  if (missing) {
    const [, param] = missing;
    throw new ServiceError('parameter_unsupported', `${id} cannot honour ${param}`, { param });
  }
  if (request.adapter === undefined || adapters.includes(request.adapter)) return;
  const known = adapters.join(', ') || 'none';
  throw new ServiceError('model_not_found', `${id} has no adapter "${request.adapter}"; known: ${known}`, {
    param: 'model',
  });
}

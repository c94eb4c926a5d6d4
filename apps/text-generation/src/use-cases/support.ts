import { type ChatModel, ServiceError } from '@pareto/contracts';
import type { Generation } from '../protocol/generation.ts';

/**
 * Answers before any work what the model cannot honour.
 * @throws ServiceError `parameter_unsupported`, `model_not_found` (an adapter) or `request_invalid`, with the parameter.
 */
export function requireSupport(model: ChatModel, generation: Generation, adapter: string | undefined): void {
  if (adapter !== undefined && !model.adapters.includes(adapter)) {
    const known = model.adapters.length > 0 ? `there are: ${model.adapters.join(', ')}` : 'it has none';
    throw new ServiceError('model_not_found', `the model has no adapter "${adapter.slice(0, 64)}"; ${known}`, {
      param: 'model',
    });
  }
  for (const { capability, param } of generation.demands) {
    if (model.capabilities.has(capability)) continue;
    const detail = `${param}: the model "${model.id}" cannot honour it (no ${capability})`;
    throw new ServiceError('parameter_unsupported', detail, { param });
  }
  const maxTokens = generation.choices[0]?.maxTokens ?? 0;
  if (model.contextLength !== undefined && maxTokens > model.contextLength) {
    const detail = `${generation.limitParam}: ${maxTokens} is more than the ${model.contextLength} tokens of the context`;
    throw new ServiceError('request_invalid', detail, { param: generation.limitParam });
  }
}

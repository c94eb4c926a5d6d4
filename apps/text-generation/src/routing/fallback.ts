import { ServiceError } from '@pareto/contracts';

const CAUSES = new Set(['chat_model_failed', 'chat_model_invalid', 'request_timed_out', 'budget_exceeded']);

/** Whether another model may do better: this one failed, was too slow, or may cost no more today. */
export function isFallbackCause(error: unknown): boolean {
  return error instanceof ServiceError && CAUSES.has(error.code);
}

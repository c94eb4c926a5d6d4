import { ServiceError } from '@pareto/contracts';
import type { Token } from 'node-llama-cpp';

/** @throws ServiceError `context_length_exceeded` with both numbers, or `request_invalid` for a prompt of nothing. */
export function requireRoom(prompt: readonly Token[], contextLength: number, param: string): void {
  if (prompt.length === 0) throw new ServiceError('request_invalid', 'the prompt has no text', { param });
  if (prompt.length < contextLength) return;
  const detail = `the prompt has ${prompt.length} tokens, and the context holds ${contextLength} for prompt and answer together`;
  throw new ServiceError('context_length_exceeded', detail, { param });
}

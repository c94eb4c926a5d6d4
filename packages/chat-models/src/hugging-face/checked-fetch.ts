import { InferenceClientInputError, InferenceClientProviderApiError } from '@huggingface/inference';
import { ServiceError } from '@pareto/contracts';
import { failureOf, failureOfClient } from '../hosted/failure.ts';

const MAX_ERROR_CHARACTERS = 64_000;

/**
 * `fetch` that throws for an answer that is an error. The client's own error drops the headers, and with them when to
 * try again; it also keeps the prompt.
 * @throws ServiceError as `failureOf` makes it.
 */
export async function checkedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (response.ok) return response;
  const text = await response.text().catch(() => '');
  throw failureOf({ status: response.status, headers: response.headers, error: parsed(text) });
}

/** What the client threw, as one of our errors. */
export function toFailure(error: unknown): ServiceError {
  if (error instanceof InferenceClientProviderApiError) {
    const { body } = error.httpResponse;
    // All other errors of this kind were thrown by `checkedFetch` before the client saw them.
    if (typeof body === 'object') return failureOf({ status: undefined, error: body });
    return new ServiceError('chat_model_invalid', 'the answer is no stream of events');
  }
  if (error instanceof InferenceClientInputError) {
    return new ServiceError('chat_model_failed', 'no inference provider offers the model for this');
  }
  return failureOfClient(error);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.slice(0, MAX_ERROR_CHARACTERS));
  } catch {
    return text.slice(0, MAX_ERROR_CHARACTERS);
  }
}

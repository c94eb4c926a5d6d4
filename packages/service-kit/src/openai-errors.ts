import type { ErrorKind, ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { type ErrorFormat, toServiceError } from './problem.ts';

/** OpenAI's form of an error. The official clients map the status to their exception classes. */
export const openAiError = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable().meta({ description: 'The parameter at fault' }),
      code: z.string().nullable().meta({ description: 'Stable; all of them stand in docs/errors.md' }),
    }),
  })
  .meta({ id: 'Error' });

const TYPE_OF_KIND: Readonly<Record<ErrorKind, string>> = {
  'invalid-input': 'invalid_request_error',
  unauthorized: 'authentication_error',
  'not-found': 'invalid_request_error',
  conflict: 'invalid_request_error',
  'too-large': 'invalid_request_error',
  unsupported: 'invalid_request_error',
  unprocessable: 'invalid_request_error',
  overloaded: 'rate_limit_exceeded',
  'timed-out': 'timeout',
  cancelled: 'cancelled',
  'upstream-failed': 'server_error',
  'upstream-invalid': 'server_error',
  internal: 'server_error',
};

export function toOpenAiError(thrown: unknown): z.output<typeof openAiError> {
  const error = toServiceError(thrown);
  return {
    error: {
      message: error.message,
      type: isUsedUp(error) ? 'insufficient_quota' : TYPE_OF_KIND[error.kind],
      param: error.param || null,
      code: error.code,
    },
  };
}

export const openAiErrorFormat: ErrorFormat = (error) => ({
  contentType: 'application/json',
  // The official clients try again after a 429 on their own; what is used up for today stays so.
  ...(isUsedUp(error) ? { headers: { 'x-should-retry': 'false' } } : {}),
  body: toOpenAiError(error),
});

function isUsedUp({ code }: ServiceError): boolean {
  return code === 'quota_exceeded' || code === 'budget_exceeded';
}

import { type ErrorCode, type ErrorKind, parseCoded, ServiceError } from '@pareto/contracts';
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** The one place where an error's kind becomes an HTTP status. */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  'invalid-input': 400,
  unauthorized: 401,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  unprocessable: 422,
  overloaded: 429,
  'timed-out': 504,
  // The caller is gone: nobody reads it, but the log does (nginx's convention).
  cancelled: 499,
  'upstream-failed': 503,
  'upstream-invalid': 502,
  internal: 500,
};

const RETRY_AFTER_SECONDS = 5;

/** RFC 9457 problem details, with our stable `code`. */
export const problem = z
  .object({
    type: z.string().meta({ description: 'Where the code is explained' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'Id of the request, as in X-Request-Id' }),
    code: z.string(),
    param: z.string().optional().meta({ description: 'The parameter at fault' }),
    errors: z.array(z.object({ path: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;

/** Any error that reached the shell, as one of ours; what is unknown becomes `internal_error` and tells nothing. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const known = fastifyError(error as FastifyError);
  return (
    known ??
    new ServiceError('internal_error', 'the service failed; the request id helps to find out why', { cause: error })
  );
}

/** How an error looks on the wire; its status follows from its kind in every form. */
export type ErrorFormat = (
  error: ServiceError,
  requestId: string,
) => { readonly contentType: string; readonly headers?: Readonly<Record<string, string>>; readonly body: object };

export const problemFormat: ErrorFormat = (error, requestId) => ({
  contentType: 'application/problem+json',
  body: toProblem(error, requestId),
});

/** An error as problem details; `requestId` is that of the request that met it. */
export function toProblem(error: ServiceError, requestId: string): Problem {
  return {
    type: `/docs#${error.code}`,
    title: error.title,
    status: STATUS_OF_KIND[error.kind],
    detail: error.message,
    instance: requestId,
    code: error.code,
    ...(error.param === undefined ? {} : { param: error.param }),
    ...(error.cause instanceof ValidationProblems ? { errors: error.cause.errors } : {}),
  };
}

/** When a client may try again; every retryable answer says it. */
export function retryAfterSeconds(error: ServiceError): number | undefined {
  return error.isRetryable ? (error.retryAfterSeconds ?? RETRY_AFTER_SECONDS) : undefined;
}

class ValidationProblems {
  readonly errors: { path: string; detail: string }[];

  constructor(errors: { path: string; detail: string }[]) {
    this.errors = errors;
  }
}

const FASTIFY_CODES: Readonly<Record<string, { code: ErrorCode; detail: string }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'body_unreadable', detail: 'the body is not well-formed JSON' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'body_unreadable', detail: 'the body is empty and should be JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'body_unreadable',
    detail: 'the body is not as long as its Content-Length says',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'body_too_large', detail: 'the body is larger than this route accepts' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'media_type_unsupported',
    detail: 'this route does not accept the content type',
  },
  FST_ERR_BAD_URL: { code: 'request_invalid', detail: 'the URL cannot be decoded' },
};

function fastifyError(error: FastifyError): ServiceError | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) return validationError(error.validation);
  if (error.name === 'AbortError') return new ServiceError('request_cancelled', 'the caller left', { cause: error });
  if (error.name === 'SyntaxError' && error.statusCode === 400)
    return new ServiceError('body_unreadable', 'the body is not well-formed JSON');
  const known = FASTIFY_CODES[error.code];
  return known && new ServiceError(known.code, known.detail, { cause: error });
}

function validationError(issues: readonly { instancePath: string; message?: string }[]): ServiceError {
  const read = issues.map(({ instancePath, message = 'is not valid' }) => ({
    path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
    ...parseCoded(message),
  }));
  const first = read.find((issue) => issue.code !== undefined) ?? read[0]!;
  const errors = read.slice(0, 20).map(({ path, problem: detail }) => ({ path, detail }));
  const detail = `${first.path || 'the request'}: ${first.problem}`;
  return new ServiceError(first.code ?? 'request_invalid', detail, {
    param: first.path,
    cause: new ValidationProblems(errors),
  });
}

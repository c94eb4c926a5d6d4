import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { retryAfterSeconds } from './retry-after.ts';

/** An answer that is an error, whichever client met it. */
export interface FailedAnswer {
  /** Undefined for an error inside a stream. */
  readonly status: number | undefined;
  readonly headers?: Headers | undefined;
  /** The `error` of the body, or the body. */
  readonly error: unknown;
}

const word = z.string().regex(/^[\w.[\]-]{1,100}$/u);
const errorObject = z.object({
  message: z.string().catch(''),
  type: word.optional().catch(undefined),
  param: word.optional().catch(undefined),
  code: z.union([word, z.number()]).optional().catch(undefined),
});

/** How vLLM, TGI, llama-server and others say that a prompt is too long; OpenAI and this project have a code for it. */
const TOO_LONG =
  /maximum context length|context (?:size|window|length)|must have less than|max_new_tokens` must be <=/iu;
const TOO_LONG_CODES = new Set<unknown>(['context_length_exceeded', 'exceed_context_size_error']);
const BAD_SCHEMA = /^invalid schema for (?:response_format|function)/iu;

/**
 * An error of a server as one of ours. Nothing that a server wrote is quoted but names and numbers, since servers repeat
 * prompts and keys in what they write.
 */
export function failureOf({ status: httpStatus, headers, error }: FailedAnswer): ServiceError {
  const { message, type, param, code } = readError(error);
  const status = httpStatus ?? (typeof code === 'number' ? code : type === 'invalid_request_error' ? 400 : undefined);
  const named = [code, type].find((name) => typeof name === 'string' && name !== '');
  const because = named === undefined ? '' : ` (${named})`;
  const at = param === undefined ? {} : { param };
  if (status === 400 || status === 413 || status === 422) {
    if ([code, type].some((name) => TOO_LONG_CODES.has(name)) || TOO_LONG.test(message)) {
      return new ServiceError('context_length_exceeded', tooLong(message), { param: param ?? 'messages' });
    }
    if (code === 'schema_unsupported' || BAD_SCHEMA.test(message)) {
      return new ServiceError('schema_unsupported', `the server cannot enforce the schema${because}`, at);
    }
    const what = param === undefined ? 'the request' : param;
    return new ServiceError('parameter_unsupported', `the server refuses ${what}${because}`, at);
  }
  if (status === 401 || status === 403) {
    return new ServiceError('chat_model_failed', `the server refuses the API key (${status})`);
  }
  if (status === 404) return new ServiceError('chat_model_failed', 'the server does not have the model (404)');
  const retryAfter = headers && retryAfterSeconds(headers);
  return new ServiceError(
    'chat_model_failed',
    status === undefined ? `the server reported an error${because}` : `the server answered ${status}${because}`,
    retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter },
  );
}

function readError(error: unknown): z.output<typeof errorObject> {
  const inner = z.object({ error: z.unknown() }).safeParse(error);
  const body = inner.success && inner.data.error !== undefined ? inner.data.error : error;
  return errorObject.safeParse(typeof body === 'string' ? { message: body } : body).data ?? { message: '' };
}

/** With both numbers, where the server tells them: what the request needs is the larger. */
function tooLong(message: string): string {
  const figures = (message.match(/\d+/gu) ?? []).slice(0, 2).map(Number);
  if (figures.length < 2) return 'the prompt is longer than the context of the model';
  return `the request needs ${Math.max(...figures)} tokens, and the context of the model holds ${Math.min(...figures)}`;
}

/** What a client threw, as one of ours. It is no `cause`: clients attach requests, and those hold prompts and keys. */
export function failureOfClient(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof SyntaxError) return new ServiceError('chat_model_invalid', 'the answer is not well-formed JSON');
  const reason = systemCode(error);
  const told = reason === undefined ? '' : ` (${reason})`;
  return new ServiceError('chat_model_failed', `the connection to the server failed${told}`);
}

/** The code of the operating system or of the HTTP client, wherever the chain of causes holds it. */
function systemCode(error: unknown): string | undefined {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    const { code } = inner as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return undefined;
}

import { ERROR_CODES, type ErrorCode } from './error-codes.ts';

/**
 * The message of a schema's check that answers with a code of its own instead of `request_invalid`:
 *
 *     z.string().max(2_000, { error: coded('query_too_long', 'at most 2000 characters') })
 */
export function coded(code: ErrorCode, problem: string): string {
  return `${code}: ${problem}`;
}

/** Takes a schema's message apart again. */
export function parseCoded(message: string): { code: ErrorCode | undefined; problem: string } {
  const colon = message.indexOf(': ');
  const code = message.slice(0, Math.max(colon, 0));
  if (!Object.hasOwn(ERROR_CODES, code)) return { code: undefined, problem: message };
  return { code: code as ErrorCode, problem: message.slice(colon + 2) };
}

import { createHash, randomBytes } from 'node:crypto';
import { ServiceError } from '@pareto/contracts';
import type { Caller } from './callers.ts';

/** 256 bits, as base64url. */
const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

export interface SessionOwner {
  /** `key:<name>`, or `session:<hash of the token>`. */
  readonly id: string;
  /** A new token, for callers that brought none. */
  readonly token: string | undefined;
}

/**
 * Whose data a caller's are. A key names its owner; without a key an unguessable token does, which is `X-Session-Token`.
 * The token itself is kept nowhere: who reads a database cannot act for its owners.
 * @throws ServiceError `session_token_invalid` for what cannot be a token.
 */
export function sessionOwner(caller: Caller, given: string | readonly string[] | undefined): SessionOwner {
  if (caller.kind === 'key') return { id: keyOwner(caller.name), token: undefined };
  const brought = typeof given === 'string' ? given : given?.[0];
  if (brought !== undefined && !TOKEN.test(brought)) {
    throw new ServiceError('session_token_invalid', 'X-Session-Token is none of ours; leave it out to get one');
  }
  const token = brought ?? randomBytes(TOKEN_BYTES).toString('base64url');
  const id = `session:${createHash('sha256').update(token).digest('hex').slice(0, 32)}`;
  return { id, token: brought === undefined ? token : undefined };
}

export function keyOwner(name: string): string {
  return `key:${name}`;
}

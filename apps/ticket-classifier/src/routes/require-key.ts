import { ServiceError } from '@pareto/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * For what strangers must never do. Unlike the shell's `auth: 'key'` it is shut also where no keys are configured: people's
 * own texts are behind it.
 */
export function requireKey({ caller }: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const detail = 'this route needs an API key (API_KEYS): Authorization: Bearer <key>';
  done(caller.kind === 'key' ? undefined : new ServiceError('api_key_required', detail));
}

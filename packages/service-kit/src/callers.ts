import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import rateLimit, { type RateLimitOptions } from '@fastify/rate-limit';
import { ServiceError } from '@pareto/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiKey, BaseConfig } from './config.ts';

/** Who sent a request. */
export type Caller =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'anonymous'; readonly address: string };

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** `key`: only callers with an API key, where any are configured. */
    auth?: 'key' | 'any';
    /** Health and metrics answer also to a caller that is over its limits. */
    limited?: boolean;
  }
}

const WINDOW = '1 minute';

/** Tells callers apart by key or address and holds each to its limit, before anything of the request is read. */
export async function registerCallers(app: FastifyInstance, config: BaseConfig): Promise<void> {
  const keys = [...config.API_KEYS, ...config.API_KEYS_FILE].map(({ name, key }: ApiKey) => ({
    name,
    digest: digest(key.reveal()),
  }));
  await app.register(rateLimit, { global: false, timeWindow: WINDOW });
  const limiter = (options: RateLimitOptions) => app.createRateLimit({ timeWindow: WINDOW, ...options });
  const keyLimit = limiter({
    max: config.KEY_REQUESTS_PER_MINUTE,
    keyGenerator: ({ caller }) => (caller.kind === 'key' ? caller.name : ''),
  });
  const addressLimit = limiter({
    max: config.ANONYMOUS_REQUESTS_PER_MINUTE,
    keyGenerator: ({ caller }) => (caller.kind === 'anonymous' ? networkOf(caller.address) : ''),
  });
  const globalLimit = limiter({ max: config.ANONYMOUS_REQUESTS_PER_MINUTE_GLOBAL, keyGenerator: () => 'anonymous' });

  app.decorateRequest('caller', null as never);
  const check = async (request: FastifyRequest, reply: FastifyReply) => {
    for (const limit of request.caller.kind === 'key' ? [keyLimit] : [addressLimit, globalLimit]) {
      const state = await limit(request);
      if (state.isAllowed) continue;
      reply
        .header('ratelimit-limit', state.max)
        .header('ratelimit-remaining', state.remaining)
        .header('ratelimit-reset', state.ttlInSeconds);
      if (state.isExceeded) {
        const retryAfter = { retryAfterSeconds: Math.max(1, state.ttlInSeconds) };
        const detail = `${state.max} requests a minute are the limit; an API key has a higher one`;
        throw new ServiceError('rate_limited', detail, retryAfter);
      }
    }
  };
  // With a callback and not a promise, since most requests of a benchmark and all of a health probe need no waiting.
  app.addHook('onRequest', (request, reply, done) => {
    try {
      request.caller = identify(request, keys);
    } catch (error) {
      return done(error as ServiceError);
    }
    const { auth, limited } = request.route;
    if (auth === 'key' && keys.length > 0 && request.caller.kind !== 'key') {
      const detail = 'this route needs an API key: Authorization: Bearer <key>';
      return done(new ServiceError('api_key_required', detail));
    }
    if (limited === false || (!config.LIMITS && isLoopback(request.ip))) return done();
    check(request, reply).then(() => done(), done);
  });
}

function identify(request: FastifyRequest, keys: readonly { name: string; digest: Buffer }[]): Caller {
  const { authorization } = request.headers;
  // Where no keys are configured nobody is told apart by one: clients of OpenAI cannot but send a key.
  if (authorization === undefined || keys.length === 0) return { kind: 'anonymous', address: request.ip };
  const given = digest(/^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? '');
  // Every key is compared, so that the time tells nothing of which one nearly matched.
  const found = keys.filter((key) => timingSafeEqual(key.digest, given))[0];
  if (!found) throw new ServiceError('api_key_invalid', 'the API key is not known');
  return { kind: 'key', name: found.name };
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Where a caller is, for limits: an IPv6 customer has a whole /64, so all its addresses count as one. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::') as [string, string?];
  const groups = head.split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter((group) => group !== '').length;
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

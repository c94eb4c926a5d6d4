import { ServiceError } from '@pareto/contracts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** Resolves when a part that the service needs is there; rejects with what is wrong. */
export type ReadinessCheck = () => Promise<unknown>;

const CHECK_TIMEOUT_MS = 2_000;
const CACHE_MS = 1_000;

const live = z.object({ status: z.literal('live') });
const ready = z.object({ status: z.enum(['ready', 'not-ready']), checks: z.record(z.string(), z.string()) });
type Readiness = z.infer<typeof ready>;

/** `/health/live` while the process answers; `/health/ready` while every check passes and no shutdown has begun. */
export function registerHealth(
  app: FastifyInstance,
  checks: Readonly<Record<string, ReadinessCheck>>,
  isStopping: () => boolean,
): void {
  const options = { config: { limited: false }, logLevel: 'warn' as const };
  let cached: { until: number; state: Promise<Readiness> } | undefined;
  app.get('/health/live', { ...options, schema: { tags: ['health'], response: { 200: live } } }, async () => ({
    status: 'live' as const,
  }));
  app.get(
    '/health/ready',
    { ...options, schema: { tags: ['health'], response: { 200: ready, 503: ready } } },
    async (_request, reply) => {
      if (!cached || cached.until < Date.now()) cached = { until: Date.now() + CACHE_MS, state: run(checks) };
      const state = isStopping()
        ? { status: 'not-ready' as const, checks: { service: 'stopping' } }
        : await cached.state;
      return reply.code(state.status === 'ready' ? 200 : 503).send(state);
    },
  );
}

async function run(checks: Readonly<Record<string, ReadinessCheck>>): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new ServiceError('request_timed_out', 'does not answer')), CHECK_TIMEOUT_MS);
      });
      try {
        await Promise.race([check(), late]);
        return [name, 'ok'] as const;
      } catch (error) {
        return [name, error instanceof ServiceError ? `${error.code}: ${error.message}` : 'failed'] as const;
      } finally {
        clearTimeout(timer);
      }
    }),
  );
  const status = results.every(([, state]) => state === 'ok') ? 'ready' : 'not-ready';
  return { status, checks: Object.fromEntries(results) };
}

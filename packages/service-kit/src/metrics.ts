import { collectDefaultMetrics, type Metric, Registry } from '@prometheus-io/client';
import type { FastifyInstance } from 'fastify';
import { RequestDurations } from './request-durations.ts';

/** `/metrics` in Prometheus form: the process, and the time of each request by route pattern. Apps add their own. */
export function registerMetrics(app: FastifyInstance): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new RequestDurations();
  registry.registerMetric(durations as unknown as Metric);
  app.addHook('onResponse', (request, reply, done) => {
    durations.observe(request.method, request.route.url ?? 'none', reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
  app.get(
    '/metrics',
    { config: { limited: false }, schema: { hide: true }, logLevel: 'warn' },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
  return registry;
}

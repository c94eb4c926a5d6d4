import { ServiceError } from '@pareto/contracts';
import { problem, type Service } from '@pareto/service-kit';
import { z } from 'zod';
import type { Sessions } from '../use-cases/sessions.ts';
import { id } from './schemas.ts';

const factsAnswer = z.object({
  facts: z.array(z.object({ id: z.string(), text: z.string(), created_at: z.string() })),
});

export function factRoutes(app: Service, sessions: Sessions): void {
  app.get(
    '/v1/facts',
    {
      schema: {
        tags: ['sessions'],
        summary: 'What you asked to be remembered',
        description: '"Remember that we use Fastify 5." in a question adds one, for all your conversations.',
        response: { 200: factsAnswer },
      },
    },
    async ({ owner }) => ({
      facts: sessions
        .facts(owner)
        .map(({ createdAt, ...fact }) => ({ ...fact, created_at: new Date(createdAt).toISOString() })),
    }),
  );

  app.delete(
    '/v1/facts/:id',
    {
      schema: {
        tags: ['sessions'],
        summary: 'Forget a fact',
        params: z.object({ id }),
        response: { 204: z.null(), 404: problem },
      },
    },
    async ({ owner, params }, reply) => {
      if (!sessions.forgetFact(owner, params.id)) {
        throw new ServiceError('fact_not_found', 'no such fact, or not one of yours', { param: 'id' });
      }
      return reply.code(204).send(null);
    },
  );
}

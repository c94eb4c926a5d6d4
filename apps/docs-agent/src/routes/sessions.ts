import { problem, type Service } from '@pareto/service-kit';
import { z } from 'zod';
import type { Ask } from '../use-cases/ask.ts';
import type { Sessions } from '../use-cases/sessions.ts';
import { toAnswer } from './answer.ts';
import { askAnswer, id } from './schemas.ts';

const params = z.object({ id });

const sessionAnswer = z.object({
  id: z.string(),
  created_at: z.string(),
  runs: z.array(
    z.object({
      id: z.string(),
      question: z.string(),
      status: z.enum(['running', 'done', 'failed']),
      answer: askAnswer.optional(),
    }),
  ),
});

export function sessionRoutes(app: Service, { ask, sessions }: { ask: Ask; sessions: Sessions }): void {
  app.get(
    '/v1/sessions/:id',
    {
      schema: {
        tags: ['sessions'],
        summary: 'A conversation with its answers',
        params,
        response: { 200: sessionAnswer, 404: problem },
      },
    },
    async ({ owner, params: { id: session } }) => {
      const { createdAt, runs, ...view } = sessions.view(owner, session);
      return {
        ...view,
        created_at: new Date(createdAt).toISOString(),
        runs: runs.map(({ answer, ...run }) => ({ ...run, ...(answer ? { answer: toAnswer(answer) } : {}) })),
      };
    },
  );

  app.delete(
    '/v1/sessions/:id',
    {
      schema: {
        tags: ['sessions'],
        summary: 'Forget a conversation',
        description: 'Answers being written in it are broken off. Afterwards nothing of it can be read.',
        params,
        response: { 204: z.null(), 404: problem },
      },
    },
    async ({ owner, params: { id: session } }, reply) => {
      await ask.forgetSession(owner, session);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/v1/sessions/:id/runs/:run_id/trace',
    {
      schema: {
        tags: ['sessions'],
        summary: 'All that models and tools were asked for an answer, and what they said',
        params: params.extend({ run_id: id }),
        response: { 200: z.object({ exchanges: z.array(z.unknown()) }), 404: problem },
      },
    },
    async ({ owner, params: { id: session, run_id: run } }) => ({
      exchanges: [...sessions.trace(owner, session, run)],
    }),
  );
}

import type { Service } from '@pareto/service-kit';
import { problem } from '@pareto/service-kit';
import { z } from 'zod';
import type { Sessions } from '../use-cases/sessions.ts';

const gapsAnswer = z.object({
  gaps: z.array(
    z.object({
      question: z.string(),
      searched: z.array(z.string()),
      times: z.number(),
      first_at: z.string(),
      last_at: z.string(),
    }),
  ),
});

export function gapRoutes(app: Service, sessions: Sessions): void {
  app.get(
    '/v1/gaps',
    {
      // Questions are people's.
      config: { auth: 'key' },
      schema: {
        tags: ['sources'],
        summary: 'Questions that the documentation did not answer',
        description: 'Alike ones together, the most frequent first, without whose they were.',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
        response: { 200: gapsAnswer, 401: problem },
      },
    },
    async ({ query }) => ({
      gaps: sessions.gaps(query.limit).map(({ firstAt, lastAt, searched, ...gap }) => ({
        ...gap,
        searched: [...searched],
        first_at: new Date(firstAt).toISOString(),
        last_at: new Date(lastAt).toISOString(),
      })),
    }),
  );
}

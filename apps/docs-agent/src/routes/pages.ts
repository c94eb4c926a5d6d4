import { problem, type Service } from '@pareto/service-kit';
import { z } from 'zod';
import type { DocsIndex } from '../docs-index.ts';
import { sourceName, version } from './schemas.ts';

const pageAnswer = z.object({
  source: z.string(),
  version: z.string().optional(),
  path: z.string(),
  title: z.string(),
  text: z.string().describe('Markdown, or the text of typings'),
});

export function pageRoutes(app: Service, index: Pick<DocsIndex, 'page'>): void {
  app.get(
    '/v1/pages',
    {
      schema: {
        tags: ['sources'],
        summary: 'A page that an answer cites',
        querystring: z.object({ source: sourceName, version: version.optional(), path: z.string().min(1).max(1_000) }),
        response: { 200: pageAnswer, 404: problem },
      },
    },
    async ({ query }) => index.page(query.source, query.path, query.version),
  );
}

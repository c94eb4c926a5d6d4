import { problem, type Service } from '@pareto/service-kit';
import { z } from 'zod';
import { indexingLog } from '../background.ts';
import type { Sources } from '../use-cases/sources.ts';
import { sourceBody, sourceName, sourcesAnswer, version } from './schemas.ts';

/** Sources are everybody's, so that adding and removing them needs a key where there are any. */
export function sourceRoutes(app: Service, sources: Sources): void {
  app.get(
    '/v1/sources',
    { schema: { tags: ['sources'], summary: 'What is indexed', response: { 200: sourcesAnswer } } },
    async () => ({ sources: [...sources.list()] }),
  );

  app.post(
    '/v1/sources',
    {
      config: { auth: 'key' },
      schema: {
        tags: ['sources'],
        summary: 'Index a package of the project, or a folder',
        description:
          'A package in every version that the project has installed, or in one; a folder with Markdown and HTML. Only what changed is read again. `GET /v1/sources` tells when it is ready.',
        body: sourceBody,
        response: { 202: sourcesAnswer, 400: problem, 401: problem, 404: problem },
      },
    },
    async ({ body, log }, reply) => {
      const onIndexed = indexingLog(log);
      const added =
        'package' in body
          ? sources.addPackage(body.package, body.version, onIndexed)
          : sources.addFolder(body.name, body.folder, onIndexed);
      return reply.code(202).send({ sources: [...added] });
    },
  );

  app.delete(
    '/v1/sources/:name',
    {
      config: { auth: 'key' },
      schema: {
        tags: ['sources'],
        summary: 'Remove a source',
        description: 'In one version or in all. Packages that the project names come back with the next start.',
        params: z.object({ name: sourceName.describe('`@scope/name` with its slash as `%2F`') }),
        querystring: z.object({ version: version.optional() }),
        response: { 204: z.null(), 401: problem, 404: problem },
      },
    },
    async ({ params, query }, reply) => {
      await sources.remove(params.name, query.version);
      return reply.code(204).send(null);
    },
  );
}

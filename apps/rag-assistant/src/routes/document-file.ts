import type { Service } from '@pareto/service-kit';
import type { TenantDocuments } from '../use-cases/documents.ts';
import { documentParams, fileQuery } from './schemas.ts';

export function documentFileRoute(app: Service, documents: TenantDocuments): void {
  app.get(
    '/v1/documents/:id/file',
    {
      schema: {
        tags: ['documents'],
        summary: 'The file itself',
        description: 'PDFs are shown by browsers, at the page that `#page=` names; others are saved.',
        params: documentParams,
        querystring: fileQuery,
      },
    },
    async ({ tenant, params, query }, reply) => {
      const { name, stream, isPdf } = await documents.file(tenant, params.id, query.token);
      return reply
        .headers({
          'content-type': isPdf ? 'application/pdf' : 'application/octet-stream',
          'content-disposition': `${isPdf ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
          // A stranger's file does nothing in the reader's name; browsers' viewers of PDFs show nothing in a sandbox.
          ...(isPdf ? {} : { 'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'" }),
          // Its address may open it: it is told to nobody whom the file links to, and nothing is kept on the way.
          'referrer-policy': 'no-referrer',
          'cache-control': 'private, no-cache',
        })
        .send(stream);
    },
  );
}

import { problem, type Service } from '@pareto/service-kit';
import type { UseCases } from '../compose.ts';
import { boxesOf } from './boxes.ts';
import { retrieveAnswer, retrieveBody } from './schemas.ts';

export function retrieveRoutes(app: Service, { documents, search }: UseCases): void {
  app.post(
    '/v1/retrieve',
    {
      schema: {
        tags: ['questions'],
        summary: 'Find passages, with what each stage of the search thought of them',
        body: retrieveBody,
        response: { 200: retrieveAnswer, 400: problem, 404: problem, 413: problem, 503: problem },
      },
    },
    async ({ tenant, body, deadline }) => {
      const began = performance.now();
      const scope = documents.scope(tenant, body.document_ids);
      const { passages, indexVersion } = await search.run(scope, body.question, body.k, deadline);
      return {
        index_version: indexVersion,
        took_ms: Math.round((performance.now() - began) * 10) / 10,
        passages: passages.map(({ documentId, documentName, page, text, headings, context, start, end, scores }) => ({
          document_id: documentId,
          document_name: documentName,
          page,
          text,
          headings: [...headings],
          context,
          boxes: boxesOf(search.page(documentId, page), start, end),
          scores,
        })),
      };
    },
  );
}

import { ServiceError } from '@pareto/contracts';
import { isLoopback, type NamedEvent, problem, type Service, sendNamedEvents } from '@pareto/service-kit';
import { z } from 'zod';
import type { Document } from '../catalogue/documents.ts';
import type { UseCases } from '../compose.ts';
import type { Config } from '../config.ts';
import { toDocumentAnswer, toRejection } from './document-answer.ts';
import { documentAnswer, documentParams, documentsAnswer, pageAnswer, pageParams, uploadAnswer } from './schemas.ts';
import { filesOf } from './uploaded-files.ts';

/** Until these all are in, `curl -F` and browsers wait. */
const UPLOAD_TIMEOUT_MS = 600_000;

export function documentRoutes(app: Service, useCases: UseCases, config: Config): void {
  const { receive, quota, unlimited, documents } = useCases;
  const tags = ['documents'];

  app.post(
    '/v1/documents',
    {
      config: { deadlineMs: UPLOAD_TIMEOUT_MS },
      schema: {
        tags,
        summary: 'Upload documents',
        description:
          'Multipart form data with one or more files: PDF, Markdown, HTML, DOCX or plain text. The answer comes when they are safe on disk; `GET /v1/documents/{id}` or its events tell when they are `ready`. The same file again is the same document; another file of the same name replaces it once it is ready.',
        consumes: ['multipart/form-data'],
        response: { 202: uploadAnswer, 400: problem, 413: problem, 415: problem, 422: problem, 429: problem },
      },
    },
    async (request, reply) => {
      const limits = config.LIMITS || !isLoopback(request.ip) ? quota : unlimited;
      const answers: z.infer<typeof uploadAnswer>['documents'] = [];
      const errors: unknown[] = [];
      for await (const file of filesOf(request, config.UPLOAD_FILES)) {
        try {
          const incoming = { ...file, source: 'upload' };
          const document = await receive.run(request.tenant, incoming, limits, request.deadline);
          answers.push(toDocumentAnswer(document));
        } catch (error) {
          // What is wrong with one file says nothing of the others, if the form can be read on.
          if (!(error instanceof ServiceError) || !file.isReadToEnd()) throw error;
          errors.push(error);
          answers.push(toRejection(file.name, error));
        }
      }
      if (answers.length === 0) throw new ServiceError('upload_empty', 'the form holds no file', { param: 'file' });
      if (errors.length === answers.length) throw errors[0];
      return reply.code(202).send({ documents: answers });
    },
  );

  app.get(
    '/v1/documents',
    {
      schema: {
        tags,
        summary: 'List your documents, or the shared ones while you have none',
        response: { 200: documentsAnswer },
      },
    },
    async ({ tenant }) => ({ documents: documents.list(tenant).map(toDocumentAnswer) }),
  );

  app.get(
    '/v1/documents/:id',
    {
      schema: {
        tags,
        summary: 'State of a document',
        params: documentParams,
        response: { 200: documentAnswer, 404: problem },
      },
    },
    async ({ tenant, params }) => toDocumentAnswer(documents.find(tenant, params.id)),
  );

  app.get(
    '/v1/documents/:id/events',
    {
      config: { deadlineMs: UPLOAD_TIMEOUT_MS },
      schema: {
        tags,
        summary: 'Progress of a document, as server-sent events',
        description: 'Events `progress` with the document; the last is `ready` or `failed`.',
        params: documentParams,
        produces: ['text/event-stream'],
      },
    },
    async ({ tenant, params, deadline }, reply) => {
      return sendNamedEvents(
        reply,
        progressEvents(documents.follow(tenant, params.id, deadline)),
        config.KEEP_ALIVE_MS,
      );
    },
  );

  app.delete(
    '/v1/documents/:id',
    {
      config: { deadlineMs: config.DELETE_TIMEOUT_MS },
      schema: {
        tags,
        summary: 'Delete a document',
        description: '204 comes when nothing of it can be read any more: not in searches, conversations, or on disk.',
        params: documentParams,
        response: { 204: z.null(), 404: problem, 409: problem, 503: problem },
      },
    },
    async ({ tenant, params }, reply) => {
      await documents.delete(tenant, params.id);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/v1/documents/:id/pages/:number',
    {
      schema: {
        tags,
        summary: 'Text and boxes of a page',
        params: pageParams,
        response: { 200: pageAnswer, 404: problem },
      },
    },
    async ({ tenant, params }) => {
      const { documentId, number, width, height, text, lines, concealed } = documents.page(
        tenant,
        params.id,
        params.number,
      );
      return {
        document_id: documentId,
        number,
        width,
        height,
        text,
        lines: lines.map(({ start, end, box }) => ({ text: text.slice(start, end), box })),
        concealed: [...concealed],
      };
    },
  );
}

async function* progressEvents(states: AsyncGenerator<Document>): AsyncGenerator<NamedEvent> {
  for await (const document of states) {
    const isDone = document.status === 'ready' || document.status === 'failed';
    yield { event: isDone ? document.status : 'progress', data: toDocumentAnswer(document) };
  }
}

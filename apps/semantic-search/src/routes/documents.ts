import type { Readable } from 'node:stream';
import { ServiceError } from '@pareto/contracts';
import { problem, readNdjson, type Service } from '@pareto/service-kit';
import { z } from 'zod';
import type { Document } from '../catalogue/catalogue.ts';
import type { UseCases } from '../compose.ts';
import type { Config } from '../config.ts';
import {
  collectionParams,
  documentParams,
  document as documentSchema,
  documentsBody,
  MAX_TEXT_CHARACTERS,
  upsertAnswer,
} from './schemas.ts';

const NDJSON_TYPES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];
const NDJSON_BATCH = 256;
const MAX_REPORTED_LINES = 1_000;
/** Room for the text in its longest JSON form, and for the other fields. */
const MAX_LINE_CHARACTERS = MAX_TEXT_CHARACTERS * 6 + 100_000;

export function documentRoutes(app: Service, { write }: UseCases, config: Config): void {
  const tags = ['documents'];
  const long = {
    bodyLimit: config.UPLOAD_LIMIT_BYTES,
    config: { auth: 'key', deadlineMs: config.LONG_REQUEST_TIMEOUT_MS },
  } as const;

  app.addConstraintStrategy({
    name: 'ndjson',
    storage: () => {
      const handlers = new Map<unknown, never>();
      return { get: (key) => handlers.get(key) ?? null, set: (key, handler) => handlers.set(key, handler as never) };
    },
    deriveConstraint: ({ headers }) =>
      NDJSON_TYPES.some((type) => headers['content-type']?.startsWith(type)) || undefined,
    validate: () => undefined,
  });
  app.addContentTypeParser(NDJSON_TYPES, (_request, payload, done) => done(null, payload));

  app.post(
    '/v1/collections/:name/documents',
    {
      ...long,
      schema: {
        tags,
        summary: 'Add documents, replacing those with the same id',
        description: `Also takes \`${NDJSON_TYPES[0]}\`, one document a line and any number of them; lines that are no documents are reported and passed over.`,
        params: collectionParams,
        body: documentsBody,
        response: { 200: upsertAnswer, 404: problem, 409: problem, 413: problem },
      },
    },
    async ({ params, body, deadline: signal }) => ({
      upserted: await write.upsert(params.name, body.documents, signal),
    }),
  );

  app.post(
    '/v1/collections/:name/documents',
    {
      ...long,
      constraints: { ndjson: true },
      schema: { hide: true, params: collectionParams, response: { 200: upsertAnswer } },
    },
    async ({ params, body, deadline: signal }) => {
      const problems: z.infer<typeof upsertAnswer>['problems'] = [];
      let upserted = 0;
      let batch: Document[] = [];
      const flush = async () => {
        upserted += await write.upsert(params.name, batch, signal);
        batch = [];
      };
      for await (const line of readNdjson(body as Readable, { maxLineCharacters: MAX_LINE_CHARACTERS })) {
        const parsed = 'problem' in line ? line.problem : parseDocument(line.value);
        if (typeof parsed !== 'string') batch.push(parsed);
        else if (problems.length < MAX_REPORTED_LINES)
          problems.push({ line: line.line, code: 'request_invalid', detail: parsed });
        if (batch.length === NDJSON_BATCH) await flush();
      }
      await flush();
      return { upserted, problems };
    },
  );

  app.delete(
    '/v1/collections/:name/documents/:id',
    {
      config: { auth: 'key' },
      schema: { tags, summary: 'Delete a document', params: documentParams, response: { 204: z.null(), 404: problem } },
    },
    async ({ params }, reply) => {
      const deleted = await write.delete(params.name, [params.id]);
      if (deleted === 0)
        throw new ServiceError('document_not_found', `there is no document "${params.id}"`, { param: 'id' });
      return reply.code(204).send(null);
    },
  );
}

/** A document, or what is wrong with it. */
function parseDocument(value: unknown): Document | string {
  const parsed = documentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map((issue) => `${issue.path.join('.') || 'document'}: ${issue.message}`).join('; ');
}

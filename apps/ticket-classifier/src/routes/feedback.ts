import { Readable } from 'node:stream';
import { problem, type Service } from '@pareto/service-kit';
import { z } from 'zod';
import type { TakeFeedback, TrainingRow } from '../use-cases/take-feedback.ts';
import { requireKey } from './require-key.ts';
import { exportQuery, feedbackAnswer, feedbackBody, feedbackParams } from './schemas.ts';

const tags = ['feedback'];

export function feedbackRoutes(app: Service, feedback: TakeFeedback): void {
  app.post(
    '/v1/feedback',
    {
      schema: {
        tags,
        summary: 'Say what the label should have been',
        description:
          'It is on disk when the answer comes, and deleted when its time is up, or by its id before. Of the ticket only what a model reads is kept: no signature, quoted reply or address.',
        body: feedbackBody,
        response: { 201: feedbackAnswer, 400: problem, 404: problem, 413: problem, 429: problem, 503: problem },
      },
    },
    async ({ body, caller }, reply) => {
      const sender = caller.kind === 'key' ? caller.name : null;
      const { ticket, predicted, correct, model, version } = body;
      const given = typeof ticket === 'string' ? { body: ticket } : ticket;
      const taken = await feedback.take({ ticket: given, predicted, correct, model, version, sender });
      return reply.code(201).send({ id: taken.id, expires_at: new Date(feedback.expiryOf(taken)).toISOString() });
    },
  );

  app.delete(
    '/v1/feedback/:id',
    {
      schema: {
        tags,
        summary: 'Delete feedback',
        description: '204 comes when nothing of it can be read any more.',
        params: feedbackParams,
        response: { 204: z.null(), 404: problem },
      },
    },
    async ({ params }, reply) => {
      feedback.forget(params.id);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/v1/feedback/export',
    {
      onRequest: requireKey,
      schema: {
        tags,
        summary: 'Feedback as training data',
        description:
          'A line of JSON each, in the order of arrival: `text` and a field for each head. `npm run train -- tickets --with-feedback` reads it.',
        querystring: exportQuery,
        produces: ['application/x-ndjson'],
      },
    },
    async ({ query }, reply) =>
      reply.type('application/x-ndjson').send(Readable.from(linesOf(feedback.export(query.model)))),
  );
}

function* linesOf(rows: Iterable<TrainingRow>): Generator<string> {
  for (const { feedback, labels } of rows) {
    const { id, createdAt, model, version, text, predicted, sender } = feedback;
    const about = { id, text, model, version, predicted, sender, created_at: new Date(createdAt).toISOString() };
    yield `${JSON.stringify({ ...labels, ...about })}\n`;
  }
}

import { ServiceError } from '@pareto/contracts';
import { problem, type Service, toProblem } from '@pareto/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { readEmail } from '../tickets/email.ts';
import type { ClassifyTickets } from '../use-cases/classify-tickets.ts';
import { readItem } from './batch-items.ts';
import { elapsedMs, toAnswer } from './classify-answer.ts';
import { batchAnswer, batchBody, classifyAnswer, classifyBody } from './schemas.ts';

const tags = ['tickets'];
/** A thousand long tickets take ten seconds of two cores, and may have to wait for others. */
const BATCH_TIMEOUT_MS = 120_000;
const PROBLEMS = { 400: problem, 404: problem, 413: problem, 415: problem, 429: problem, 503: problem };

export async function classifyRoutes(app: Service, classify: ClassifyTickets, config: Config): Promise<void> {
  // In a scope of its own: no other route takes e-mails.
  await app.register(async (scope) => {
    const route = scope as unknown as Service;
    route.addContentTypeParser(
      'message/rfc822',
      { parseAs: 'buffer', bodyLimit: config.EMAIL_LIMIT_BYTES },
      async (request: FastifyRequest, message: Buffer) => ({
        ...(request.query as object),
        ...(await readEmail(message)),
      }),
    );
    route.post(
      '/v1/classify',
      {
        schema: {
          tags,
          summary: 'Label a ticket',
          description:
            'The label with a calibrated confidence, or an abstention with its reason. Signatures, quoted replies, markup and personal data are taken out first. An e-mail as it is (`message/rfc822`) will do too; `model` and `top_k` are then parameters of the address.',
          consumes: ['application/json', 'message/rfc822'],
          body: classifyBody,
          response: { 200: classifyAnswer, ...PROBLEMS, 422: problem },
        },
      },
      async ({ body, deadline }) => {
        const began = performance.now();
        const answer = await classify.one(body, body.model, deadline);
        return { ...toAnswer(answer, body.top_k), took_ms: elapsedMs(began) };
      },
    );
  });

  app.post(
    '/v1/classify/batch',
    {
      bodyLimit: config.BATCH_LIMIT_BYTES,
      config: { deadlineMs: BATCH_TIMEOUT_MS },
      schema: {
        tags,
        summary: 'Label many tickets',
        description:
          'Results come in the order of the items, all of one version of the model. An item that is no ticket gets a `problem`, and the others their answers.',
        body: batchBody,
        response: { 200: batchAnswer, ...PROBLEMS },
      },
    },
    async ({ body, deadline, id: requestId }) => {
      const began = performance.now();
      const items = body.items.map(readItem);
      const tickets = items.map(({ ticket }) => ticket);
      const answers = await classify.many(tickets, body.model, deadline);
      const results = items.map(({ id }, i) => {
        const answer = answers[i]!;
        if (answer instanceof ServiceError) return { id, problem: toProblem(answer, requestId) };
        return { id: id!, ...toAnswer(answer, body.top_k) };
      });
      return { results, took_ms: elapsedMs(began) };
    },
  );
}

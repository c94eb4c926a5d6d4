import { problem, type Service } from '@pareto/service-kit';
import type { z } from 'zod';
import type { UseCases } from '../compose.ts';
import type { RetrievedPassage } from '../passages.ts';
import type { Search } from '../use-cases/search.ts';
import { boxesOf } from './boxes.ts';
import { toStages, toUnderstood } from './retrieval-stages.ts';
import { retrieveAnswer, retrieveBody } from './schemas.ts';

type Answer = z.infer<typeof retrieveAnswer>;

export function retrieveRoutes(app: Service, { documents, search }: UseCases): void {
  app.post(
    '/v1/retrieve',
    {
      schema: {
        tags: ['questions'],
        summary: 'Find passages, with what each stage of the search thought of them',
        description:
          'The debugger of retrieval: with `stages: true` the answer shows how the question was understood and, for each stage of the search, how many candidates it found and the first 50 of them.',
        body: retrieveBody,
        response: { 200: retrieveAnswer, 400: problem, 404: problem, 413: problem, 503: problem },
      },
    },
    async ({ tenant, body, deadline }) => {
      const began = performance.now();
      const scope = documents.scope(tenant, body.document_ids);
      const answer = (passages: readonly RetrievedPassage[], indexVersion: string): Answer => ({
        index_version: indexVersion,
        took_ms: Math.round((performance.now() - began) * 10) / 10,
        passages: passages.map((passage) => toPassage(passage, search)),
      });
      if (!body.stages) {
        const { passages, indexVersion } = await search.run(scope, body.question, body.k, deadline);
        return answer(passages, indexVersion);
      }
      const explained = await search.explain(scope, body.question, body.k, deadline);
      const { passages, indexVersion, understood, stages } = explained;
      return {
        ...answer(passages, indexVersion),
        understood: toUnderstood(understood),
        stages: toStages(stages),
      };
    },
  );
}

function toPassage(passage: RetrievedPassage, search: Search): Answer['passages'][number] {
  const { documentId, documentName, page, start, end, text, headings, context, scores } = passage;
  return {
    document_id: documentId,
    document_name: documentName,
    page,
    start,
    end,
    text,
    headings: [...headings],
    context,
    boxes: boxesOf(search.page(documentId, page), start, end),
    scores,
  };
}

import { openAiError, type Service } from '@pareto/service-kit';
import { z } from 'zod';
import type { UseCases } from '../compose.ts';
import { modelAnswer, modelList } from '../protocol/answers.ts';
import { nowSeconds } from '../protocol/stream-options.ts';
import type { ModelDescription } from '../use-cases/list-models.ts';

const tags = ['models'];

export function modelRoutes(app: Service, { listModels }: UseCases): void {
  const created = nowSeconds();
  const answer = (model: ModelDescription): z.output<typeof modelAnswer> => ({
    id: model.id,
    object: 'model',
    created,
    owned_by: model.kind,
    capabilities: [...model.capabilities],
    context_length: model.contextLength ?? null,
    slots: model.slots ?? null,
    licence: model.licence ?? null,
    adapters: [...model.adapters],
    state: model.state,
    ...(model.routesTo ? { routes_to: [...model.routesTo] } : {}),
    ...(model.report === undefined ? {} : { report: model.report }),
  });

  app.get(
    '/v1/models',
    { schema: { tags, summary: 'List models and routes', response: { 200: modelList } } },
    async () => ({ object: 'list' as const, data: listModels.all().map(answer) }),
  );

  app.get(
    '/v1/models/:id',
    {
      schema: {
        tags,
        summary: 'Describe a model',
        params: z.object({ id: z.string().max(512) }),
        response: { 200: modelAnswer, 404: openAiError },
      },
    },
    async ({ params }) => answer(listModels.get(params.id)),
  );

  // Ids may hold slashes, as those of a model hub do, and not every client encodes them.
  app.get(
    '/v1/models/*',
    { schema: { hide: true, params: z.object({ '*': z.string().max(512) }), response: { 200: modelAnswer } } },
    async ({ params }) => answer(listModels.get(params['*'])),
  );
}

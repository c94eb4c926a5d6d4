import { problem, type Service } from '@pareto/service-kit';
import type { z } from 'zod';
import type { DescribeModels, ModelDescription } from '../use-cases/describe-models.ts';
import { requireKey } from './require-key.ts';
import { modelAnswer, modelParams, modelsAnswer } from './schemas.ts';

const tags = ['models'];

export function modelRoutes(app: Service, models: DescribeModels): void {
  app.get(
    '/v1/models',
    {
      schema: {
        tags,
        summary: 'Which models there are, what they tell apart, and how good they were when they were trained',
        response: { 200: modelsAnswer },
      },
    },
    async () => {
      const described = (await models.list()).map(toModel);
      return { degraded: described.some(({ degraded }) => degraded), models: described };
    },
  );

  app.post(
    '/v1/models/:name/rollback',
    {
      onRequest: requireKey,
      schema: {
        tags,
        summary: 'Go back to the version before',
        description:
          'Here and in the registry. The version that served becomes the previous one, so a second call undoes the first.',
        params: modelParams,
        response: { 200: modelAnswer, 401: problem, 404: problem, 409: problem, 503: problem },
      },
    },
    async ({ params }) => toModel(await models.rollBack(params.name)),
  );
}

function toModel({ status, isDefault, manifest }: ModelDescription): z.infer<typeof modelAnswer> {
  const { name, serving, kept, isDegraded, problem: trouble } = status;
  return {
    name,
    default: isDefault,
    version: serving?.version ?? null,
    previous_version: kept?.version ?? null,
    run_id: manifest?.run.id ?? null,
    degraded: isDegraded,
    ...(trouble ? { problem: { code: trouble.code, title: trouble.title, detail: trouble.message } } : {}),
    ...(manifest && {
      title: manifest.title,
      languages: manifest.languages,
      licence: manifest.licence,
      attribution: manifest.attribution,
      created_at: manifest.created_at,
      heads: manifest.heads.map(({ name, labels }) => ({ name, labels })),
      metrics: manifest.metrics,
    }),
  };
}

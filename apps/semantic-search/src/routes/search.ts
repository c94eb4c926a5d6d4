import { type Filter, parseFilter } from '@pareto/contracts';
import { problem, type Service } from '@pareto/service-kit';
import type { UseCases } from '../compose.ts';
import type { Config } from '../config.ts';
import {
  collectionParams,
  compareAnswer,
  compareBody,
  evaluateAnswer,
  evaluateBody,
  mapAnswer,
  projectAnswer,
  projectBody,
  searchAnswer,
  searchBody,
} from './schemas.ts';

const problems = { 400: problem, 404: problem, 409: problem, 413: problem, 503: problem };

export function searchRoutes(app: Service, { search, compare, evaluate, drawMap }: UseCases, config: Config): void {
  const long = { config: { deadlineMs: config.LONG_REQUEST_TIMEOUT_MS } };
  const params = collectionParams;

  app.post(
    '/v1/collections/:name/search',
    {
      schema: {
        tags: ['search'],
        summary: 'Search',
        params,
        body: searchBody,
        response: { 200: searchAnswer, ...problems },
      },
    },
    async ({ params: { name }, body: { engine, ...request }, deadline: signal }) => {
      const began = performance.now();
      const result = await search.search(name, engine, { ...request, filter: filterOf(request.filter), signal });
      return { ...result, took_ms: Math.round((performance.now() - began) * 100) / 100 };
    },
  );

  app.post(
    '/v1/collections/:name/compare',
    {
      schema: {
        tags: ['search'],
        summary: 'Ask several engines',
        params,
        body: compareBody,
        response: { 200: compareAnswer, ...problems },
      },
    },
    async ({ params: { name }, body: { engines, ...request }, deadline: signal }) =>
      compare.compare(name, engines, { ...request, filter: filterOf(request.filter), signal }),
  );

  app.post(
    '/v1/collections/:name/evaluate',
    {
      ...long,
      bodyLimit: config.UPLOAD_LIMIT_BYTES,
      schema: {
        tags: ['search'],
        summary: 'Measure engines on judged queries',
        description:
          'nDCG, MRR and recall at k with 95 % bootstrap intervals; queries without a relevant document are left out.',
        params,
        body: evaluateBody,
        response: { 200: evaluateAnswer, ...problems },
      },
    },
    async ({ params: { name }, body: { queries, qrels, engines, k }, deadline: signal }) => ({
      k,
      engines: await evaluate.evaluate(name, engines, queries, qrels, k, signal),
    }),
  );

  app.get(
    '/v1/collections/:name/map',
    {
      ...long,
      schema: {
        tags: ['map'],
        summary: 'Draw the collection as a map of meaning',
        params,
        response: { 200: mapAnswer, ...problems },
      },
    },
    async ({ params: { name } }) => drawMap.map(name),
  );

  app.post(
    '/v1/collections/:name/map/project',
    {
      ...long,
      schema: {
        tags: ['map'],
        summary: 'Find the place of a query on the map',
        params,
        body: projectBody,
        response: { 200: projectAnswer, ...problems },
      },
    },
    async ({ params: { name }, body, deadline: signal }) => drawMap.project(name, body.query, signal),
  );
}

function filterOf(input: unknown): Filter | undefined {
  return input === undefined ? undefined : parseFilter(input);
}

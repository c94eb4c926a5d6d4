import { problem, type Service } from '@pareto/service-kit';
import { z } from 'zod';
import type { Collection } from '../catalogue/catalogue.ts';
import type { UseCases } from '../compose.ts';
import { collectionAnswer, collectionParams, putCollectionBody, reindexBody } from './schemas.ts';

const tags = ['collections'];

export function collectionRoutes(app: Service, { manage, reindex, describe }: UseCases): void {
  const answer = (collection: Collection) => describe.collection(collection);

  app.get(
    '/v1/collections',
    {
      schema: {
        tags,
        summary: 'List collections',
        response: { 200: z.object({ collections: z.array(collectionAnswer) }) },
      },
    },
    async () => ({ collections: await Promise.all(manage.list().map(answer)) }),
  );

  app.put(
    '/v1/collections/:name',
    {
      config: { auth: 'key' },
      schema: {
        tags,
        summary: 'Create a collection, or confirm one with these settings',
        params: collectionParams,
        body: putCollectionBody,
        response: { 200: collectionAnswer, 409: problem },
      },
    },
    async ({ params, body }) => answer(await manage.put(params.name, body)),
  );

  app.get(
    '/v1/collections/:name',
    {
      schema: {
        tags,
        summary: 'Describe a collection',
        params: collectionParams,
        response: { 200: collectionAnswer, 404: problem },
      },
    },
    async ({ params }) => answer(manage.get(params.name)),
  );

  app.delete(
    '/v1/collections/:name',
    {
      config: { auth: 'key' },
      schema: {
        tags,
        summary: 'Delete a collection with its documents',
        params: collectionParams,
        response: { 204: z.null(), 404: problem },
      },
    },
    async ({ params }, reply) => {
      await manage.delete(params.name);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/collections/:name/reindex',
    {
      config: { auth: 'key' },
      schema: {
        tags,
        summary: 'Embed a collection anew, with the same or another embedder',
        description:
          'Searches are answered from the present vectors until the new ones are complete. `GET` shows the progress.',
        params: collectionParams,
        body: reindexBody,
        response: { 202: collectionAnswer, 404: problem, 409: problem },
      },
    },
    async ({ params, body }, reply) => {
      await reindex.start(params.name, body.embedder);
      return reply.code(202).send(await answer(manage.get(params.name)));
    },
  );
}

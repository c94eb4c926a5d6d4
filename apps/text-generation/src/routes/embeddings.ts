import type { Service } from '@pareto/service-kit';
import type { UseCases } from '../compose.ts';
import type { Config } from '../config.ts';
import { embeddingList } from '../protocol/answers.ts';
import { embeddingRequest } from '../protocol/embedding-request.ts';
import { callOptions, errorAnswers, generationOptions } from './generation-route.ts';

export function embeddingRoutes(app: Service, { embed }: UseCases, config: Config): void {
  app.post(
    '/v1/embeddings',
    {
      ...generationOptions(config),
      schema: {
        tags: ['embeddings'],
        summary: 'Embed texts',
        body: embeddingRequest,
        response: { 200: embeddingList, ...errorAnswers },
      },
    },
    async (request) => {
      const { model, input, dimensions, encoding_format: format } = request.body;
      const texts = typeof input === 'string' ? [input] : input;
      const asked = { model, texts, dimensions: dimensions ?? undefined };
      const { vectors, tokens } = await embed.run(asked, callOptions(request, config));
      const data = vectors.map((vector, index) => ({
        object: 'embedding' as const,
        index,
        embedding: format === 'base64' ? toBase64(vector) : Array.from(vector),
      }));
      return { object: 'list' as const, data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
    },
  );
}

function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

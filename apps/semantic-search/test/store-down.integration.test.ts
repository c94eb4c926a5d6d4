import { chromaServer, findChroma } from '@pareto/contract-tests';
import { describe, expect, it } from 'vitest';
import { ANIMALS, hasModels, removeData, startService } from './service.ts';

const program = findChroma();

describe.skipIf(!program || !hasModels)(
  'a vector store that goes away (needs a Chroma server, needs model files)',
  () => {
    it('gives 503 with Retry-After, keeps searching by words, and recovers without a restart', async () => {
      const chroma = await chromaServer(program!);
      await chroma.start();
      const service = await startService({ VECTOR_STORE: 'chroma', CHROMA_URL: chroma.url });
      const path = '/v1/collections/animals';
      const search = (engine: string) => service.call('POST', `${path}/search`, { query: 'kitten pets', engine });
      await service.call('PUT', path, {});
      await service.call('POST', `${path}/documents`, { documents: ANIMALS });
      expect((await search('hybrid')).body.hits[0].id).toBe('cat');

      await chroma.stop();
      const refused = await search('minilm');
      expect(refused).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await search('bm25')).status).toBe(200);
      expect((await service.call('GET', '/health/live')).status).toBe(200);
      const lost = { documents: [{ id: 'lion', text: 'A lion hunts in the savanna.' }] };
      expect((await service.call('POST', `${path}/documents`, lost)).status).toBe(503);
      expect((await service.call('DELETE', `${path}/documents/cat`)).status).toBe(503);

      await chroma.start();
      expect((await service.call('POST', `${path}/documents`, lost)).status).toBe(200);
      const { body } = await search('minilm');
      expect(body.hits.map((hit: { id: string }) => hit.id)).not.toContain('cat');
      expect(body.hits.map((hit: { id: string }) => hit.id)).toContain('lion');

      await service.close();
      await chroma.stop();
      chroma.remove();
      removeData(service);
    }, 90_000);
  },
);

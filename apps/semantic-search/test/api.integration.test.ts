import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANIMALS, hasModels, removeData, startService, type TestService } from './service.ts';

const base = '/v1/collections/animals';

describe.skipIf(!hasModels)('semantic-search over HTTP (needs model files)', () => {
  let service: TestService;
  const search = (body: object) => service.call('POST', `${base}/search`, body);

  beforeAll(async () => {
    service = await startService();
    expect((await service.call('PUT', base, { language: 'en' })).status).toBe(200);
    expect((await service.call('POST', `${base}/documents`, { documents: ANIMALS })).body).toEqual({
      upserted: ANIMALS.length,
    });
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    removeData(service);
  });

  describe('collections', () => {
    it('describes what it holds', async () => {
      const { body } = await service.call('GET', base);
      expect(body).toMatchObject({
        name: 'animals',
        language: 'en',
        embedder: 'all-minilm-l6-v2/int8',
        documents: 6,
        searchable: true,
      });
      const list = await service.call('GET', '/v1/collections');
      expect(list.body.collections.map((collection: { name: string }) => collection.name)).toContain('animals');
    });

    it('confirms equal settings and refuses others', async () => {
      expect((await service.call('PUT', base, { language: 'en' })).status).toBe(200);
      expect(await service.call('PUT', base, { language: 'es' })).toMatchObject({
        status: 409,
        body: { code: 'collection_exists' },
      });
      const other = await service.call('PUT', base, { embedder: 'all-minilm-l6-v2/fp32' });
      expect(other).toMatchObject({ status: 409, body: { code: 'index_model_mismatch', param: 'embedder' } });
    });

    it('deletes with all that was in it', async () => {
      await service.call('PUT', '/v1/collections/gone', {});
      await service.call('POST', '/v1/collections/gone/documents', { documents: ANIMALS });
      expect((await service.call('DELETE', '/v1/collections/gone')).status).toBe(204);
      expect(await service.call('GET', '/v1/collections/gone')).toMatchObject({
        status: 404,
        body: { code: 'collection_not_found' },
      });
      await service.call('PUT', '/v1/collections/gone', {});
      const again = await service.call('POST', '/v1/collections/gone/search', { query: 'cats', engine: 'minilm' });
      expect(again.body.hits).toEqual([]);
    });
  });

  describe('search', () => {
    it.each([
      ['bm25', 'eggs of the farmyard', 'hen'],
      ['tfidf', 'eggs of the farmyard', 'hen'],
      ['glove', 'shares and finance', 'market'],
      ['minilm', 'kitten', 'cat'],
      ['hybrid', 'boats on the water', 'sea'],
    ])('%s finds "%s" first in %s', async (engine, query, id) => {
      const { status, body } = await search({ query, engine, k: 3 });
      expect(status).toBe(200);
      expect(body.engine).toBe(engine);
      expect(body.hits[0]).toMatchObject({ id, rank: 1 });
      expect(body.hits.length).toBeLessThanOrEqual(3);
    });

    it('says that word2vec has no vectors yet', async () => {
      expect(await search({ query: 'cats', engine: 'word2vec' })).toMatchObject({
        status: 409,
        body: { code: 'engine_unavailable', param: 'engine' },
      });
    });

    it('is hybrid by default and explains itself', async () => {
      const { body } = await search({ query: 'pets that bark', explain: true });
      expect(body.engine).toBe('hybrid');
      const [first] = body.hits;
      expect(first.id).toBe('dog');
      expect(first.explain.parts.minilm.rank).toBe(1);
      expect(first.explain.terms.map((term: { term: string }) => term.term)).toContain('bark');
    });

    it.each(['bm25', 'glove', 'minilm', 'hybrid'])('%s applies a filter inside the query', async (engine) => {
      const { body } = await search({
        query: 'animals that people keep: hens, cats, dogs',
        engine,
        k: 10,
        filter: { legs: { lt: 4 } },
      });
      expect(body.hits.map((hit: { id: string }) => hit.id)).toEqual(['hen']);
    });

    it('says when something is relevant, and when nothing is', async () => {
      const found = await search({ query: 'do cats make good pets for people?' });
      expect(found.body.no_relevant_results).toBe(false);
      const { body } = await search({ query: 'zzzqqq', engine: 'bm25' });
      expect(body).toMatchObject({ no_relevant_results: true, hits: [] });
    });
  });

  describe('bad input', () => {
    it.each([
      ['an empty query', { query: '' }, 400, 'query_empty'],
      ['a blank query', { query: ' \n\t' }, 400, 'query_empty'],
      ['a missing query', {}, 400, 'request_invalid'],
      ['k of 0', { query: 'x', k: 0 }, 400, 'k_out_of_range'],
      ['k of 101', { query: 'x', k: 101 }, 400, 'k_out_of_range'],
      ['k that is no whole number', { query: 'x', k: 1.5 }, 400, 'request_invalid'],
      ['a query that is too long', { query: 'x'.repeat(2_001) }, 413, 'query_too_long'],
      ['an unknown engine', { query: 'x', engine: 'magic' }, 400, 'engine_unknown'],
      ['an unknown filter operator', { query: 'x', filter: { legs: { near: 4 } } }, 400, 'filter_operator_unknown'],
      ['an empty filter', { query: 'x', filter: {} }, 400, 'filter_invalid'],
      ['a lone surrogate', { query: 'x\ud800' }, 400, 'text_malformed'],
      ['a NUL', { query: 'x\0' }, 400, 'text_malformed'],
    ])('answers %s with its own code', async (_what, body, status, code) => {
      const answer = await search(body);
      expect(answer).toMatchObject({ status, body: { status, code } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });

    it('names the engine, the collection and the operator that it does not know', async () => {
      expect((await search({ query: 'x', engine: 'magic' })).body.detail).toContain('magic');
      expect((await search({ query: 'x', filter: { legs: { near: 4 } } })).body.detail).toContain('near');
      const unknown = await service.call('POST', '/v1/collections/nowhere/search', { query: 'x' });
      expect(unknown).toMatchObject({ status: 404, body: { code: 'collection_not_found' } });
      expect(unknown.body.detail).toContain('nowhere');
    });

    it('refuses a collection name that is none', async () => {
      expect(await service.call('PUT', '/v1/collections/No%20Name', {})).toMatchObject({
        status: 400,
        body: { code: 'collection_name_invalid' },
      });
    });

    it('refuses 10,001 documents in one batch', async () => {
      const documents = Array.from({ length: 10_001 }, (_, i) => ({ id: `${i}`, text: 'x' }));
      expect(await service.call('POST', `${base}/documents`, { documents })).toMatchObject({
        status: 413,
        body: { code: 'batch_too_large' },
      });
    });

    it('answers a body that is not JSON, and one of another type', async () => {
      const send = (body: string, type: string) =>
        fetch(`${service.url}${base}/search`, { method: 'POST', body, headers: { 'content-type': type } }).then(
          (answer) => answer.json(),
        );
      expect(await send('{bad', 'application/json')).toMatchObject({ status: 400, code: 'body_unreadable' });
      expect(await send('query=x', 'application/x-www-form-urlencoded')).toMatchObject({
        status: 415,
        code: 'media_type_unsupported',
      });
    });
  });

  describe('documents', () => {
    const path = '/v1/collections/notes';
    beforeAll(() => service.call('PUT', path, {}));

    it('replaces by id and deletes', async () => {
      await service.call('POST', `${path}/documents`, { documents: [{ id: 'n', text: 'a note about volcanoes' }] });
      await service.call('POST', `${path}/documents`, { documents: [{ id: 'n', text: 'a note about glaciers' }] });
      for (const engine of ['bm25', 'minilm']) {
        const { body } = await service.call('POST', `${path}/search`, { query: 'glaciers volcanoes', engine });
        expect(body.hits.map((hit: { text: string }) => hit.text)).toEqual(['a note about glaciers']);
      }
      expect((await service.call('DELETE', `${path}/documents/n`)).status).toBe(204);
      expect(await service.call('DELETE', `${path}/documents/n`)).toMatchObject({
        status: 404,
        body: { code: 'document_not_found' },
      });
      expect((await service.call('POST', `${path}/search`, { query: 'glaciers', engine: 'minilm' })).body.hits).toEqual(
        [],
      );
    });

    it('reports the bad lines of NDJSON by number and keeps the others', async () => {
      const lines = ['{"id":"a","text":"one"}', '{bad', '', '{"id":1,"text":"x"}', '{"id":"b","text":"two"}'].join(
        '\n',
      );
      const { status, body } = await service.call('POST', `${path}/documents`, lines);
      expect(status).toBe(200);
      expect(body.upserted).toBe(2);
      expect(body.problems.map((problem: { line: number }) => problem.line)).toEqual([2, 4]);
    });

    it('shows one hit per document however many of its passages match', async () => {
      const text = 'Volcanoes erupt when magma rises. '.repeat(200);
      await service.call('POST', `${path}/documents`, {
        documents: [
          { id: 'long', text },
          { id: 'short', text: 'A volcano erupted.' },
        ],
      });
      const { body } = await service.call('POST', `${path}/search`, {
        query: 'volcano eruption',
        engine: 'minilm',
        k: 2,
      });
      expect(new Set(body.hits.map((hit: { id: string }) => hit.id))).toEqual(new Set(['long', 'short']));
    });
  });

  it('compares engines', async () => {
    const { body } = await service.call('POST', `${base}/compare`, {
      query: 'animals',
      k: 3,
      engines: ['bm25', 'minilm', 'glove'],
    });
    expect(body.columns.map((column: { engine: string }) => column.engine)).toEqual(['bm25', 'minilm', 'glove']);
    expect(body.agreement).toHaveLength(3);
    for (const { overlap_at_k } of body.agreement) expect(overlap_at_k).toBeGreaterThanOrEqual(0);
  });

  it('evaluates engines on judged queries', async () => {
    const { status, body } = await service.call('POST', `${base}/evaluate`, {
      queries: [
        { id: 'q1', text: 'kitten' },
        { id: 'q2', text: 'chicken eggs' },
        { id: 'unjudged', text: 'anything' },
      ],
      qrels: [
        { query: 'q1', doc: 'cat', relevance: 1 },
        { query: 'q2', doc: 'hen', relevance: 1 },
      ],
      engines: ['minilm'],
      k: 5,
    });
    expect(status).toBe(200);
    expect(body.engines).toEqual([
      {
        engine: 'minilm',
        queries: 2,
        ndcg: { mean: 1, low: 1, high: 1 },
        mrr: { mean: 1, low: 1, high: 1 },
        recall: { mean: 1, low: 1, high: 1 },
      },
    ]);
  });

  it('draws a map and finds the place of a query on it', async () => {
    const { status, body } = await service.call('GET', `${base}/map`);
    expect(status).toBe(200);
    expect(body.points).toHaveLength(ANIMALS.length);
    expect(body.trustworthiness).toBeGreaterThan(0);
    const projected = await service.call('POST', `${base}/map/project`, { query: 'kitten' });
    expect(projected.body.neighbours[0].id).toBe('cat');
    expect(await service.call('GET', '/v1/collections/notes2/map')).toMatchObject({ status: 404 });
  }, 30_000);

  it('has health, metrics and documentation made from the schemas', async () => {
    expect((await service.call('GET', '/health/ready')).body).toMatchObject({
      status: 'ready',
      checks: { model: 'ok', store: 'ok' },
    });
    const { body } = await service.call('GET', '/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/collections/{name}/search', '/v1/collections/{name}/map/project']),
    );
    const metrics = await fetch(`${service.url}/metrics`).then((answer) => answer.text());
    expect(metrics).toContain('route="/v1/collections/:name/search"');
  });
});

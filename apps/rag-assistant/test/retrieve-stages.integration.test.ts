import { RANKING_STAGES } from '@pareto/retrieval';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { hasModels, startService, type TestService } from './service.ts';

const BALANCE = `# Consolidated balance sheets

| | 2025 | 2024 |
|---|---|---|
| Cash and cash equivalents | 12 | 9 |
| Inventories | 16 | 17 |
| Total current assets | 49 | 45 |
| Total assets | 90 | 87 |
| Total current liabilities | 20 | 21 |
| Retained earnings | 31 | 28 |
`;
const QUESTION = 'What is the quick ratio of Northwind for FY2025?';

interface Candidate {
  readonly document_id: string;
  readonly page?: number;
  readonly start?: number;
  readonly end?: number;
  readonly score: number;
}
type Stages = Record<string, { found: number; candidates: Candidate[] }>;

describe.skipIf(!hasModels)('the stages of a retrieval (needs model files)', () => {
  let service: TestService;
  let ana: Client;
  let northwind = '';
  let contoso = '';
  beforeAll(async () => {
    service = await startService();
    ana = await service.visitor();
    northwind = await ana.add('NORTHWIND_2025_10K.md', BALANCE);
    contoso = await ana.add('CONTOSO_2025_10K.md', 'Contoso sells pumps that lift water. It has current assets of 8.');
  }, 60_000);
  afterAll(() => service?.close());

  const explain = (caller: Client, question: string, options: object = {}) =>
    caller.call('POST', '/v1/retrieve', { question, stages: true, ...options });

  it('says how the question was understood', async () => {
    const { status, body } = await explain(ana, QUESTION);
    expect(status).toBe(200);
    expect(body.understood).toMatchObject({
      queries: ['What is the quick ratio of for?', expect.stringContaining('Total current assets'.toLowerCase())],
      names: ['Northwind'],
      named_documents: [northwind],
      sides: [],
      periods: [{ year: 2025 }],
      statements: { 'balance-sheet': 0.6 },
    });
    const compared = await explain(ana, 'Does Northwind or Contoso have more current assets?');
    expect(compared.body.understood.sides).toEqual([[northwind], [contoso]]);
  });

  it('shows the candidates of each stage, best first', async () => {
    const { body } = await explain(ana, QUESTION);
    const stages: Stages = body.stages;
    expect(Object.keys(stages)).toEqual([...RANKING_STAGES]);
    for (const [stage, { found, candidates }] of Object.entries(stages)) {
      expect(candidates).toHaveLength(found);
      const scores = candidates.map(({ score }) => score);
      if (stage !== 'placed') expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }
    const [best] = body.passages;
    expect(best).toMatchObject({ document_id: northwind, page: 1 });
    const page1 = { document_id: northwind, document_name: 'NORTHWIND_2025_10K.md', page: 1 };
    expect(stages.placed!.candidates[0]).toEqual({ ...page1, score: best.scores.fused });
    expect(stages.statement!.candidates).toEqual([{ ...page1, score: best.scores.statement }]);
    expect(stages.document!.candidates.map(({ document_id }) => document_id)).toEqual([northwind, contoso]);
    expect(stages.cosine!.candidates).toContainEqual(
      expect.objectContaining({ document_id: contoso, page: 1, start: 0, score: expect.any(Number) }),
    );
    // Where a candidate stands is where its text can be read.
    const { start, end } = stages.bm25_terms!.candidates[0]!;
    const page = await ana.call('GET', `/v1/documents/${northwind}/pages/1`);
    expect(page.body.text.slice(start, end)).toBe(best.text);
    expect([best.start, best.end]).toEqual([start, end]);
  });

  it('finds the same passages as without', async () => {
    const plain = await ana.retrieve(QUESTION);
    const { body } = await explain(ana, QUESTION);
    expect(body.passages).toEqual(plain.body.passages);
    expect(Object.keys(plain.body)).toEqual(['index_version', 'took_ms', 'passages']);
  });

  it('shows fifty candidates of a stage that found more', async () => {
    const visitor = await service.visitor();
    const pump = (i: number) => `# Pump ${i}\n\n${`Pump ${i} lifts water to floor ${i}, day and night. `.repeat(12)}`;
    await visitor.add('pumps.md', Array.from({ length: 60 }, (_, i) => pump(i)).join('\n\n'));
    const { body } = await explain(visitor, 'Which pump lifts water?', { k: 1 });
    expect(body.passages).toHaveLength(1);
    expect(body.stages.bm25.found).toBeGreaterThanOrEqual(60);
    expect(body.stages.bm25.candidates).toHaveLength(50);
  });

  it("keeps to the caller's documents, and to those asked for", async () => {
    const stranger = await service.visitor();
    const own = await stranger.add('NORTHWIND_2024_10K.md', 'Northwind had no inventories in 2024.');
    const { body } = await explain(stranger, QUESTION);
    const of = ({ stages }: { stages: Stages }) =>
      new Set(Object.values(stages).flatMap(({ candidates }) => candidates.map(({ document_id }) => document_id)));
    expect(of(body)).toEqual(new Set([own]));
    expect(JSON.stringify(body)).not.toContain(northwind);
    expect(await explain(stranger, QUESTION, { document_ids: [northwind] })).toMatchObject({
      status: 404,
      body: { code: 'document_not_found' },
    });
    const within = await explain(ana, QUESTION, { document_ids: [contoso] });
    expect(of(within.body)).toEqual(new Set([contoso]));
    expect(JSON.stringify(within.body)).not.toContain(northwind);
  });

  it('answers where there is nothing to find', async () => {
    const { status, body } = await explain(await service.visitor(), QUESTION);
    expect(status).toBe(200);
    expect(body.passages).toEqual([]);
    expect(body.understood.periods).toEqual([{ year: 2025 }]);
    for (const stage of RANKING_STAGES) expect(body.stages[stage]).toEqual({ found: 0, candidates: [] });
  });

  it('is asked for with true or false', async () => {
    const answer = await ana.call('POST', '/v1/retrieve', { question: QUESTION, stages: 'yes' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid', param: 'stages' } });
  });

  it('is in the description of the API', async () => {
    const { body } = await ana.call('GET', '/openapi.json');
    const route = body.paths['/v1/retrieve'].post;
    expect(route.requestBody.content['application/json'].schema.properties.stages.default).toBe(false);
    const answer = route.responses['200'].content['application/json'].schema;
    expect(answer.properties.stages.description).toContain('placed');
    expect(answer.required).not.toContain('stages');
  });
});

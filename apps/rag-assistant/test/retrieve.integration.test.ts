import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OnnxTextEmbedder } from '@pareto/embeddings';
import { PassageIndex } from '@pareto/retrieval';
import { MemoryVectorStore } from '@pareto/vector-stores';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Passage } from '../src/passages.ts';
import { Retrieve, type TenantIndex } from '../src/retrieving/retrieve.ts';

const FOLDER = join(process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models'), 'all-minilm-l6-v2');
const hasModel = existsSync(join(FOLDER, 'model.safetensors'));

const TEXTS: readonly [document: string, page: number, text: string][] = [
  ['handbook', 1, 'Everyone may work from home two days a week, after talking to their manager.'],
  ['handbook', 2, 'Annual leave is 25 days. Up to five days may be carried over to the next year.'],
  ['handbook', 2, 'Leave is booked in the calendar of the team at least two weeks ahead.'],
  ['expenses', 1, 'Hotels are paid up to 140 dollars a night; receipts are due within a month.'],
  ['hidden', 1, 'Annual leave is 99 days in this draft.'],
];

describe.skipIf(!hasModel)('Retrieve (needs model files)', () => {
  const store = new MemoryVectorStore();
  const passages = TEXTS.map(([documentId, page, text], i): Passage => {
    return { id: `p${i}`, documentId, page, start: 0, end: text.length, text, headings: [], context: '' };
  });
  const index = new PassageIndex();
  let embedder: OnnxTextEmbedder;
  let tenant: TenantIndex;
  const { signal } = new AbortController();

  beforeAll(async () => {
    embedder = await OnnxTextEmbedder.load({ kind: 'onnx', modelFolder: FOLDER, threads: 1 });
    const vectors = await embedder.embed(passages.map(({ text }) => text));
    await store.createCollection('tenant', embedder.dimensions);
    await store.upsert(
      'tenant',
      passages.map(({ id, documentId, text }, i) => ({
        id,
        text,
        vector: vectors[i]!,
        metadata: { document: documentId },
      })),
    );
    for (const id of ['handbook', 'expenses']) {
      const own = passages.filter(({ documentId }) => documentId === id);
      index.add({ id, name: `${id}.pdf`, title: '' }, own);
    }
    tenant = {
      vectors: 'tenant',
      filter: (ids) => ids && { kind: 'member', field: 'document', operator: 'in', values: ids },
      passages: index,
      passage: (id) => passages.find((passage) => passage.id === id),
    };
  });
  afterAll(() => embedder?.close());

  const ask = async (question: string, k: number, documentIds?: string[]) =>
    new Retrieve({ embedder, store }).run({ tenant, question, k, documentIds }, signal);

  it('finds by meaning what shares no word with the question, with the scores of each stage', async () => {
    const [best] = await ask('How much vacation do I get?', 3);
    expect(best).toMatchObject({ id: 'p1', documentName: 'handbook.pdf', page: 2, scores: { document: 0 } });
    expect(best!.scores.cosine).toBeGreaterThan(0.4);
    expect(best!.scores.fused).toBeGreaterThan(0);
  });

  it('gives pages before second passages of a page', async () => {
    const found = await ask('How is annual leave booked, and what may a hotel cost?', 4);
    expect(new Set(found.slice(0, 3).map(({ documentId, page }) => `${documentId} ${page}`)).size).toBe(3);
    expect(found).toHaveLength(4);
  });

  it('shows nothing that the index does not hold, whatever the store says', async () => {
    const found = await ask('How many days of annual leave are there?', 9);
    expect(found.map(({ documentId }) => documentId)).not.toContain('hidden');
  });

  it('keeps to the documents asked for', async () => {
    const found = await ask('How many days of annual leave are there?', 9, ['expenses']);
    expect(found.map(({ documentId }) => documentId)).toEqual(['expenses']);
  });

  it('stops when nobody waits any more', async () => {
    const run = new Retrieve({ embedder, store }).run({ tenant, question: 'leave', k: 1 }, AbortSignal.abort());
    await expect(run).rejects.toThrow(/abort/i);
  });
});

import { ServiceError, type VectorHit } from '@pareto/contracts';
import { fuseScores, LexicalIndex, zScore } from '@pareto/retrieval';
import { MemoryVectorStore } from '@pareto/vector-stores';
import { describe, expect, it } from 'vitest';
import { PortRetriever, RELEVANCE_SCORE, type Retrieve } from '../src/index.ts';
import { WordEmbedder } from './word-embedder.ts';

const TEXTS = {
  boat: 'the boat is at sea',
  plane: 'the plane is in the air',
  ferry: 'a ferry is a kind of boat for many people',
};

/** Words and vectors, each with half a say, as the services rank. */
async function hybrid(): Promise<Retrieve> {
  const embedder = new WordEmbedder();
  const store = new MemoryVectorStore();
  const lexical = new LexicalIndex({ language: 'en' });
  await store.createCollection('vehicles', embedder.dimensions);
  for (const [id, text] of Object.entries(TEXTS)) {
    const [vector] = await embedder.embed([text], { purpose: 'passage' });
    await store.upsert('vehicles', [{ id, vector: vector!, text, metadata: { length: text.length } }]);
    lexical.upsert(id, text);
  }
  return async (query, options) => {
    const [vector] = await embedder.embed([query], { purpose: 'query' });
    const near = await store.search(
      'vehicles',
      { vector: vector!, k: 10 },
      options.signal ? { signal: options.signal } : {},
    );
    const hits = new Map(near.map((hit): [string, VectorHit] => [hit.id, hit]));
    const ranking = fuseScores(
      [
        { ranking: near, weight: 0.5 },
        { ranking: lexical.search(query, { engine: 'bm25', k: 10 }), weight: 0.5 },
      ],
      zScore,
    );
    return ranking.map(({ id, score }) => ({ ...hits.get(id)!, score }));
  };
}

describe('PortRetriever', () => {
  it('gives what a hybrid ranking found, in its order and with its scores', async () => {
    const retrieve = await hybrid();
    const retriever = new PortRetriever({ retrieve });
    const found = await retriever.invoke('a boat at sea');
    const ranked = await retrieve('a boat at sea', {});
    expect(found.map(({ id }) => id)).toEqual(['boat', 'ferry', 'plane']);
    expect(found[0]).toMatchObject({ pageContent: TEXTS.boat, metadata: { length: TEXTS.boat.length } });
    expect(found.map(({ metadata }) => metadata[RELEVANCE_SCORE])).toEqual(ranked.map(({ score }) => score));
  });

  it('tells callbacks what it found', async () => {
    const ends: number[] = [];
    const retriever = new PortRetriever({ retrieve: await hybrid() });
    await retriever.invoke('boat', {
      callbacks: [{ handleRetrieverEnd: (documents) => void ends.push(documents.length) }],
    });
    expect(ends).toEqual([3]);
  });

  it('hands on the signal and the deadline of each call, and fails with the error of the ranking', async () => {
    const signals = new Map<string, AbortSignal | undefined>();
    const retriever = new PortRetriever({
      retrieve: async (query, { signal }) => {
        signals.set(query, signal);
        if (query === 'fails') throw new ServiceError('store_unavailable', 'the store is down');
        if (!signal) return [];
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    const controller = new AbortController();
    const reason = new Error('left');
    const left = retriever.invoke('left', { signal: controller.signal });
    expect(await retriever.invoke('beside')).toEqual([]);
    controller.abort(reason);
    await expect(left).rejects.toBe(reason);
    expect(signals.get('beside')).toBeUndefined();
    await expect(retriever.invoke('late', { timeout: 10 })).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(retriever.invoke('never', { signal: controller.signal })).rejects.toBe(reason);
    expect(signals.has('never')).toBe(false);
    await expect(retriever.invoke('fails')).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

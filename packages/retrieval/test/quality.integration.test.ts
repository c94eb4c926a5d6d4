import { average, ndcgAtK } from '@pareto/evaluation';
import { describe, expect, it } from 'vitest';
import { COLLECTIONS, dataPresent } from '../evals/collections.ts';
import { LEXICAL_RANKERS, LexicalIndex } from '../src/index.ts';

describe.skipIf(!dataPresent)('rankers on CISI (needs shared/data/retrieval)', () => {
  it.each(LEXICAL_RANKERS)('%s finds what people judged relevant', (engine) => {
    const { documents, queries, language } = COLLECTIONS.cisi!();
    const index = new LexicalIndex({ language });
    for (const { id, title, text } of documents) index.upsert(id, text, { title });
    const ndcg = queries.map(({ text, grades }) => {
      const ids = index.search(text, { engine, k: 10 }).map(({ id }) => id);
      return ndcgAtK(ids, grades, 10);
    });
    expect(queries).toHaveLength(76);
    expect(average(ndcg)).toBeGreaterThan(0.385);
  });
});

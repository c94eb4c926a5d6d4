import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasNoRelevantResult, LexicalIndex } from '../src/index.ts';

const index = new LexicalIndex({ language: 'en' });
const DOCUMENTS = {
  cats: 'Cats sleep most of the day and hunt at dawn.',
  dogs: 'Dogs need a walk in the morning and one in the evening.',
  fish: 'A fish tank wants fresh water every week.',
};
for (const [id, text] of Object.entries(DOCUMENTS)) index.upsert(id, text);

const evidence = (query: string, cosine?: number) => {
  const [best] = index.search(query, { engine: 'bm25', k: 1 });
  return { bm25: best?.score ?? 0, ceiling: index.ceiling(query), cosine };
};

describe('the ceiling of a query', () => {
  it('is above every score, and comes near with repetition', () => {
    const growing = new LexicalIndex({ language: 'none' });
    growing.upsert('once', 'cat');
    growing.upsert('often', Array.from({ length: 2_000 }, () => 'cat dog').join(' '));
    const { score, terms } = growing.ceiling('cat dog');
    const [best] = growing.search('cat dog', { engine: 'bm25', k: 1 });
    expect(terms).toBe(2);
    expect(best!.score).toBeLessThan(score);
    expect(best!.score).toBeGreaterThan(0.99 * score);
  });

  it('counts a term that no document holds', () => {
    expect(index.ceiling('cats').score).toBeLessThan(index.ceiling('cats zebra').score);
    expect(index.ceiling('the of')).toEqual({ score: 0, terms: 0 });
  });

  it('is above every score of any query', () => {
    const query = fc.array(fc.constantFrom('cats', 'sleep', 'fish', 'zebra'), { maxLength: 6 }).map((w) => w.join(' '));
    fc.assert(
      fc.property(query, (query) => {
        const { bm25, ceiling } = evidence(query);
        expect(bm25).toBeLessThanOrEqual(ceiling.score);
      }),
    );
  });
});

describe('hasNoRelevantResult', () => {
  it('is true when no word and no meaning is shared', () => {
    expect(hasNoRelevantResult(evidence('quarterly revenue of the shipping company', 0.05))).toBe(true);
    expect(hasNoRelevantResult(evidence('quarterly revenue of the shipping company'))).toBe(true);
  });

  it('is false when words or meaning match', () => {
    expect(hasNoRelevantResult(evidence('when do cats sleep', 0.7))).toBe(false);
    expect(hasNoRelevantResult(evidence('when do cats sleep'))).toBe(false);
    expect(hasNoRelevantResult(evidence('kittens dozing', 0.6))).toBe(false);
  });

  it('never turns to true as the cosine rises', () => {
    const cosine = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(cosine, cosine, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const at = (cosine: number) => hasNoRelevantResult(evidence('fresh water', cosine));
        expect(at(high) && !at(low)).toBe(false);
      }),
    );
  });
});

import type { ScoredId } from '@pareto/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseHybrid, fuseRanks, fuseScores, minMax, theoreticalMinMax, zScore } from '../src/index.ts';

const ranking = (scores: Record<string, number>): ScoredId[] =>
  Object.entries(scores)
    .map(([id, score]) => ({ id, score }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
const score = fc.integer({ min: -50, max: 50 });
const anyRanking = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), score).map(ranking);
const ids = (hits: readonly ScoredId[]) => hits.map(({ id }) => id);

describe('fuseRanks', () => {
  it('sums weight / (60 + rank)', () => {
    const first = { ranking: ranking({ a: 9, b: 5 }), weight: 1 };
    const second = { ranking: ranking({ b: 3, c: 2 }), weight: 2 };
    expect(fuseRanks([first, second])).toEqual([
      { id: 'b', score: 1 / 62 + 2 / 61 },
      { id: 'c', score: 2 / 62 },
      { id: 'a', score: 1 / 61 },
    ]);
  });
});

describe('fuseScores', () => {
  it('weighs min-max scores; what a ranking does not name gets its least', () => {
    const first = { ranking: ranking({ a: 10, b: 6, c: 0 }), weight: 0.25 };
    const second = { ranking: ranking({ d: 1, b: 0.5, c: 0 }), weight: 0.75 };
    expect(fuseScores([first, second], minMax)).toEqual([
      { id: 'd', score: 0.75 },
      { id: 'b', score: expect.closeTo(0.25 * 0.6 + 0.75 * 0.5) },
      { id: 'a', score: 0.25 },
      { id: 'c', score: 0 },
    ]);
  });

  it('weighs standard scores', () => {
    const [a, b, c] = fuseScores([{ ranking: ranking({ a: 3, b: 2, c: 1 }), weight: 2 }], zScore);
    expect([a!.score, b!.score, c!.score]).toEqual([
      expect.closeTo(2 * Math.sqrt(1.5)),
      0,
      expect.closeTo(-2 * Math.sqrt(1.5)),
    ]);
  });

  it.each([
    ['zScore', zScore],
    ['minMax', minMax],
  ])('names every candidate once, whatever the scale of a ranking (%s)', (_, normalise) => {
    fc.assert(
      fc.property(anyRanking, anyRanking, (first, second) => {
        const fused = fuseScores(
          [
            { ranking: first, weight: 0.5 },
            { ranking: second, weight: 0.5 },
          ],
          normalise,
        );
        expect(new Set(ids(fused))).toEqual(new Set([...ids(first), ...ids(second)]));
        expect(fused).toHaveLength(new Set(ids(fused)).size);
        const rescaled = first.map(({ id, score }) => ({ id, score: 4 * score + 8 }));
        const again = fuseScores(
          [
            { ranking: rescaled, weight: 0.5 },
            { ranking: second, weight: 0.5 },
          ],
          normalise,
        );
        const scoreOf = new Map(again.map(({ id, score }) => [id, score]));
        for (const { id, score } of fused) expect(scoreOf.get(id)).toBeCloseTo(score, 9);
      }),
    );
  });

  it('keeps the order of a single ranking', () => {
    fc.assert(
      fc.property(anyRanking, (only) => {
        expect(ids(fuseScores([{ ranking: only, weight: 1 }], zScore))).toEqual(ids(only));
      }),
    );
  });

  it('fuses nothing into nothing', () => {
    expect(fuseScores([{ ranking: [], weight: 1 }], zScore)).toEqual([]);
  });
});

describe('theoreticalMinMax', () => {
  it('does not depend on where a ranking was cut off', () => {
    const scale = theoreticalMinMax(-1);
    expect(scale(ranking({ a: 1, b: 0 }))(0)).toBe(0.5);
    expect(scale(ranking({ a: 1, b: 0, c: -0.5 }))(0)).toBe(0.5);
    expect(scale([])(-1)).toBe(0);
  });
});

describe('fuseHybrid', () => {
  const dense = ranking(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d${i}`, 0.6 - i / 1_000])));

  it('puts the one document that has a word of the query first', () => {
    expect(fuseHybrid(ranking({ d15: 7 }), dense)[0]!.id).toBe('d15');
    expect(fuseHybrid(ranking({ x: 7 }), dense)[0]!.id).toBe('x');
  });

  it('is the ranking by meaning where no word matched, and the other way round', () => {
    expect(ids(fuseHybrid([], dense))).toEqual(ids(dense));
    expect(ids(fuseHybrid(dense, []))).toEqual(ids(dense));
  });

  it('puts a document first that leads both rankings', () => {
    fc.assert(
      fc.property(anyRanking, anyRanking, (words, meaning) => {
        const best = { id: 'best', score: 100 };
        expect(fuseHybrid([best, ...words], [best, ...meaning])[0]!.id).toBe('best');
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitAtK, kendallTau, ndcgAtK, overlapAtK, precisionAtK, recallAtK, reciprocalRankAtK } from '../src/index.ts';

const grades = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 1],
  ['z', 0],
]);
const ranking = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f', 'z']);
const k = fc.integer({ min: 1, max: 8 });

describe('measures of one ranking', () => {
  it('agree with figures worked out by hand', () => {
    const found = ['b', 'z', 'a', 'x'];
    const gain = 2 / Math.log2(2) + 3 / Math.log2(4);
    const best = 3 / Math.log2(2) + 2 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcgAtK(found, grades, 4)).toBeCloseTo(gain / best, 12);
    expect(ndcgAtK(found, grades, 1)).toBeCloseTo(2 / 3, 12);
    expect(reciprocalRankAtK(['z', 'x', 'c'], grades, 3)).toBeCloseTo(1 / 3, 12);
    expect(reciprocalRankAtK(['z', 'x', 'c'], grades, 2)).toBe(0);
    expect(recallAtK(found, grades, 4)).toBeCloseTo(2 / 3, 12);
    expect(precisionAtK(found, grades, 4)).toBe(0.5);
    expect(precisionAtK(['a'], grades, 10)).toBe(0.1);
    expect(hitAtK(found, grades, 1)).toBe(1);
    expect(hitAtK(['x'], grades, 1)).toBe(0);
  });

  it('are 0 when nothing is relevant', () => {
    for (const measure of [ndcgAtK, reciprocalRankAtK, recallAtK, precisionAtK, hitAtK])
      expect(measure(['a'], new Map([['a', 0]]), 3)).toBe(0);
  });

  it('lie between 0 and 1, and nDCG is 1 exactly for an ideal order', () => {
    fc.assert(
      fc.property(ranking, k, (found, k) => {
        for (const measure of [ndcgAtK, reciprocalRankAtK, recallAtK, precisionAtK, hitAtK]) {
          expect(measure(found, grades, k)).toBeGreaterThanOrEqual(0);
          expect(measure(found, grades, k)).toBeLessThanOrEqual(1 + 1e-12);
        }
        const isIdeal = ['a', 'b', 'c'].slice(0, k).every((id, i) => found[i] === id);
        expect(ndcgAtK(found, grades, k) > 1 - 1e-12).toBe(isIdeal);
      }),
    );
  });
});

describe('agreement of two rankings', () => {
  it('agrees with figures worked out by hand', () => {
    expect(overlapAtK(['a', 'b', 'c'], ['c', 'a', 'd'], 2)).toBe(0.5);
    expect(overlapAtK([], [], 5)).toBe(1);
    expect(kendallTau(['a', 'b', 'c', 'd'], ['a', 'b', 'd', 'c'])).toBeCloseTo(4 / 6, 12);
    // a b c | d and a d | {b c}: pairs ab + ac + bd - cd - … with the pair b, c tied in the second.
    expect(kendallTau(['a', 'b', 'c'], ['a', 'd'])).toBeCloseTo((3 - 2) / Math.sqrt(6 * 5), 12);
  });

  it('is symmetric, 1 for the same order and -1 for the reverse', () => {
    fc.assert(
      fc.property(ranking, ranking, (a, b) => {
        expect(kendallTau(a, b)).toEqual(kendallTau(b, a));
        if (a.length < 2) return;
        expect(kendallTau(a, a)).toBeCloseTo(1, 12);
        expect(kendallTau(a, a.toReversed())).toBeCloseTo(-1, 12);
      }),
    );
  });
});

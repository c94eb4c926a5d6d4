import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval, pairedDifference, quantile, seededRandom, summarize } from '../src/index.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('bootstrap', () => {
  it('covers the true mean about as often as it says', () => {
    const random = seededRandom(1);
    const covered = Array.from({ length: 200 }, () => {
      const { low, high } = bootstrapInterval(Array.from({ length: 50 }, random), 500);
      return low <= 0.5 && 0.5 <= high;
    }).filter(Boolean).length;
    expect(covered / 200).toBeGreaterThan(0.89);
    expect(covered / 200).toBeLessThan(0.99);
  });

  it('holds the mean, and gives the same interval for the same values', () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 30 }), (values) => {
        const { mean, low, high } = bootstrapInterval(values, 200);
        expect(low).toBeLessThanOrEqual(mean + 1e-9);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
        expect(bootstrapInterval(values, 200)).toEqual({ mean, low, high });
      }),
    );
  });

  it('tells a real difference from none', () => {
    const random = seededRandom(2);
    const base = Array.from({ length: 60 }, random);
    const better = base.map((value) => value + 0.1 + (random() - 0.5) * 0.2);
    const alike = base.map((value) => value + (random() - 0.5) * 0.2);
    expect(pairedDifference(better, base).low).toBeGreaterThan(0);
    expect(pairedDifference(better, base).p).toBeLessThan(0.01);
    expect(pairedDifference(alike, base).p).toBeGreaterThan(0.05);
    expect(pairedDifference(base, base).p).toBe(1);
    expect(() => pairedDifference([1], [1, 2])).toThrow(RangeError);
  });
});

describe('summaries', () => {
  it('interpolate quantiles', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8, 12);
    expect(quantile([], 0.5)).toBeNaN();
    expect(summarize([3, 1, 2])).toEqual({ median: 2, p95: expect.closeTo(2.9), min: 1, max: 3, samples: 3 });
  });
});

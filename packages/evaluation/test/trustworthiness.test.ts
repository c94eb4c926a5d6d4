import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, trustworthiness } from '../src/index.ts';

const onCircle = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle));
const arc = Array.from({ length: 12 }, (_, i) => i ** 1.5 / 20);

describe('trustworthiness', () => {
  it('is 1 for a map that keeps the neighbours', () => {
    expect(
      trustworthiness(
        arc.map(onCircle),
        arc.map((angle) => [angle, 0] as const),
        3,
      ),
    ).toBe(1);
  });

  it('agrees with a figure worked out by hand', () => {
    // On a line 0 1 2 3 4 (k = 1) the map swaps the ends' neighbours: point 0 next to 4.
    const angles = [0, 0.12, 0.21, 0.32, 0.46];
    const places = [
      [10, 0],
      [1, 0],
      [2.1, 0],
      [3.3, 0],
      [10.5, 0],
    ] as const;
    // 0's nearest is 4 (rank 4, excess 3), 4's nearest is 0 (rank 4, excess 3); the others keep theirs.
    expect(trustworthiness(angles.map(onCircle), places, 1)).toBeCloseTo(1 - (2 / (5 * (10 - 3 - 1))) * 6, 12);
  });

  it('lies between 0 and 1, and is low for places at random', () => {
    const random = seededRandom(3);
    const vectors = Array.from({ length: 200 }, () => onCircle(random() * 6));
    const places = vectors.map(() => [random(), random()] as const);
    expect(trustworthiness(vectors, places, 10)).toBeLessThan(0.65);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const some = Array.from({ length: 9 }, () => onCircle(random() * 6));
        const value = trustworthiness(
          some,
          some.map(() => [random(), random()] as const),
          2,
        );
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('refuses more neighbours than it is defined for', () => {
    expect(() =>
      trustworthiness(
        arc.map(onCircle),
        arc.map((angle) => [angle, 0] as const),
        6,
      ),
    ).toThrow(RangeError);
  });
});

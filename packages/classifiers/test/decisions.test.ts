import type { BundleHead } from '@pareto/contracts';
import { seededRandom } from '@pareto/evaluation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scopeScorer } from '../src/decisions/scope-score.ts';
import { decide, type NumberTensor, predictionSetSize, softmax, type Tensors } from '../src/index.ts';

const head: BundleHead = {
  name: 'category',
  labels: ['billing', 'delivery', 'login'],
  temperature: 2,
  conformal: { method: 'lac', coverage: 0.9, quantile: 0.7 },
  abstain_below: 0.5,
  tfidf_gain: 0,
  out_of_scope: { method: 'energy', threshold: 1 },
};

describe('softmax', () => {
  it('sums to 1, keeps the order, and is flatter the higher the temperature', () => {
    const logits = fc.array(fc.double({ min: -1_000, max: 1_000, noNaN: true }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(logits, (values) => {
        const [cold, hot] = [softmax(values, 1), softmax(values, 5)];
        for (const probabilities of [cold, hot]) expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        expect(Math.max(...hot)).toBeLessThanOrEqual(Math.max(...cold) + 1e-12);
        expect(cold[values.indexOf(Math.max(...values))]).toBe(Math.max(...cold));
      }),
    );
  });

  it('is that of SciPy', () => {
    expect([...softmax([2, 1, -1], 2)]).toEqual([
      expect.closeTo(0.546549, 6),
      expect.closeTo(0.331499, 6),
      expect.closeTo(0.121952, 6),
    ]);
  });
});

describe('predictionSetSize', () => {
  it.each([
    ['lac', 0.45, [0.6, 0.3, 0.1], 1],
    ['lac', 0.75, [0.6, 0.3, 0.1], 2],
    ['lac', 0.3, [0.6, 0.3, 0.1], 0],
    ['lac', 1, [0.6, 0.4, 0], 3],
    ['aps', 0.6, [0.6, 0.3, 0.1], 1],
    ['aps', 0.9, [0.6, 0.3, 0.1], 2],
    ['aps', 0.5, [0.6, 0.3, 0.1], 0],
    ['aps', 1, [0.6, 0.3, 0.1], 3],
  ] as const)('%s at %d of %j has %i labels', (method, quantile, sorted, size) => {
    expect(predictionSetSize(sorted, { method, quantile })).toBe(size);
  });

  it('holds the right label as often as it promises, on texts like those it was fitted on', () => {
    const random = seededRandom(5);
    const draw = () => {
      const probabilities = [...softmax([random() * 3, random() * 3, random() * 3])];
      const order = probabilities.map((p, i) => ({ p, i })).sort((a, b) => b.p - a.p);
      let left = random();
      const truth = order.findIndex(({ p }) => {
        left -= p;
        return left < 0;
      });
      return { sorted: order.map(({ p }) => p), truth: Math.max(0, truth) };
    };
    const scores = Array.from({ length: 999 }, draw).map(({ sorted, truth }) => 1 - sorted[truth]!);
    const quantile = scores.sort((a, b) => a - b)[Math.ceil(1_000 * 0.9) - 1]!;
    const held = Array.from({ length: 4_000 }, draw).filter(
      ({ sorted, truth }) => truth < predictionSetSize(sorted, { method: 'lac', quantile }),
    );
    expect(held.length / 4_000).toBeGreaterThan(0.87);
    expect(held.length / 4_000).toBeLessThan(0.93);
  });
});

describe('decide', () => {
  it('labels with the calibrated probability, and sorts', () => {
    const decision = decide(head, [1, 5, 2], 4);
    expect(decision).toMatchObject({
      head: 'category',
      label: 'delivery',
      abstained: false,
      predictionSet: ['delivery'],
    });
    expect(decision.confidence).toBeCloseTo(softmax([1, 5, 2], 2)[1]!, 12);
    expect(decision.probabilities.map(({ label }) => label)).toEqual(['delivery', 'login', 'billing']);
    expect(decision.reason).toBeUndefined();
  });

  it('abstains when it is not sure enough, and names what it thinks all the same', () => {
    const decision = decide(head, [1, 1.2, 1], 4);
    expect(decision).toMatchObject({ label: 'delivery', abstained: true, reason: 'low_confidence' });
    expect(decision.predictionSet).toHaveLength(3);
  });

  it('abstains out of scope, however sure', () => {
    expect(decide(head, [1, 50, 2], 0.9)).toMatchObject({ abstained: true, reason: 'out_of_scope', scopeScore: 0.9 });
    expect(decide({ ...head, out_of_scope: null }, [1, 50, 2], 0.9).abstained).toBe(false);
  });
});

describe('scopeScorer', () => {
  const none: Tensors = new Map();
  const of = (method: 'max_probability' | 'energy' | 'mahalanobis' | 'knn', tensors = none) =>
    scopeScorer({ ...head, out_of_scope: { method, threshold: 0 } }, tensors, 2)!;
  const logits = Float64Array.of(2, 1, -1);
  const tensor = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });

  it('knows no score where the head has none', () => {
    expect(scopeScorer({ ...head, out_of_scope: null }, none, 2)).toBeUndefined();
  });

  it('takes the largest probability or the energy of the logits', () => {
    expect(of('max_probability')(logits, new Float32Array(2))).toBeCloseTo(0.705385, 5);
    expect(of('energy')(logits, new Float32Array(2))).toBeCloseTo(2.349013, 5);
  });

  it('measures the distance to the nearest class mean in units of the spread', () => {
    const tensors = new Map([
      ['scope.category.means', tensor([2, 2], [0, 0, 10, 0])],
      ['scope.category.whitening', tensor([2, 2], [0.5, 0, 0, 2])],
    ]);
    const score = of('mahalanobis', tensors);
    expect(score(logits, Float32Array.of(0, 0))).toBeCloseTo(0, 9);
    expect(score(logits, Float32Array.of(2, 1))).toBeCloseTo(-(1 + 4), 9);
    expect(score(logits, Float32Array.of(9, 0))).toBeCloseTo(-0.25, 9);
  });

  it('measures the cosine to the k-th nearest reference', () => {
    const references = tensor([3, 2], [1, 0, 0, 1, 0.6, 0.8]);
    const tensors = new Map<string, NumberTensor>([
      ['scope.category.references', references],
      ['scope.category.k', { shape: [1], data: Int32Array.of(2) }],
    ]);
    expect(of('knn', tensors)(logits, Float32Array.of(3, 0))).toBeCloseTo(0.6, 6);
  });

  it.each([
    ['no tensors', none],
    [
      'k beyond the references',
      new Map<string, NumberTensor>([
        ['scope.category.references', tensor([1, 2], [1, 0])],
        ['scope.category.k', { shape: [1], data: Int32Array.of(2) }],
      ]),
    ],
  ])('refuses a bundle with %s', (_, tensors) => {
    expect(() => of('knn', tensors as Tensors)).toThrow(expect.objectContaining({ code: 'model_untrusted' }));
  });
});

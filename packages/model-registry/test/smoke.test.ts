import { describe, expect, it } from 'vitest';
import { checkSmoke } from '../src/live/smoke.ts';

const PROMISED = [{ text: 'x', labels: { team: 'depot' }, probability: { team: 0.424 } }];

function check(probabilities: Record<string, number>) {
  const labels = Object.entries(probabilities).map(([label, probability]) => ({ label, probability }));
  return () => checkSmoke(PROMISED, [{ team: labels }]);
}

describe('checkSmoke', () => {
  it('takes the promised label where it is the likeliest, or as good as even with it', () => {
    expect(check({ depot: 0.45, office: 0.3, workshop: 0.25 })).not.toThrow();
    expect(check({ office: 0.424, depot: 0.422, workshop: 0.154 })).not.toThrow();
    expect(check({ office: 0.44, depot: 0.395, workshop: 0.165 })).not.toThrow();
  });

  it('takes what int8 makes of a probability', () => {
    expect(check({ depot: 0.58, office: 0.3, workshop: 0.12 })).not.toThrow();
    expect(check({ depot: 0.3, office: 0.36, workshop: 0.34 })).not.toThrow();
  });

  it.each<[string, Record<string, number>, RegExp]>([
    ['another label is likelier', { office: 0.58, depot: 0.33, workshop: 0.09 }, /team: the label is not/],
    ['the label is unknown', { office: 0.6, workshop: 0.4 }, /team: the label is not/],
    ['there is no answer', {}, /team: the label is not/],
    ['an answer is no number', { depot: 0.424, office: Number.NaN }, /team: the label is not/],
    ['the likeliest is too sure', { depot: 0.68, office: 0.3 }, /team: the probability is 0\.680, its .* 0\.424/],
    ['the even one is too unsure', { office: 0.23, depot: 0.23, workshop: 0.23 }, /the probability is 0\.230/],
  ])('refuses a model where %s', (_what, answer, message) => {
    expect(check(answer)).toThrow(expect.objectContaining({ code: 'model_untrusted' }));
    expect(check(answer)).toThrow(message);
  });
});

import type { HeadDecision } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { smokeAnswer } from '../src/models/smoke-answers.ts';

function decision(...probabilities: [string, number][]): HeadDecision {
  const sorted = probabilities.map(([label, probability]) => ({ label, probability }));
  const [{ label, probability: confidence }] = sorted as [(typeof sorted)[0]];
  return { head: 'team', label, confidence, predictionSet: [], abstained: false, probabilities: sorted };
}

const PROMISED = { text: 'x', labels: { team: 'depot' }, probability: { team: 0.42 } };

describe('smokeAnswer', () => {
  it('takes the promised label where it is as good as even with the likeliest', () => {
    const answer = smokeAnswer([decision(['office', 0.43], ['depot', 0.42], ['workshop', 0.15])], PROMISED);
    expect(answer).toEqual({ team: { label: 'depot', probability: 0.42 } });
  });

  it('takes the likeliest label otherwise', () => {
    const answer = smokeAnswer([decision(['office', 0.6], ['depot', 0.4])], PROMISED);
    expect(answer).toEqual({ team: { label: 'office', probability: 0.6 } });
    expect(smokeAnswer([decision(['office', 0.6], ['other', 0.4])], undefined)).toMatchObject({
      team: { label: 'office' },
    });
  });
});

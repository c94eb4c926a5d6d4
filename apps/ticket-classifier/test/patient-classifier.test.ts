import { setTimeout as sleep } from 'node:timers/promises';
import type { Classification, TicketClassifier } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { PatientClassifier } from '../src/models/patient-classifier.ts';

const ANSWER: Classification = { heads: [], answeredBy: 'chat-model' };

/** Answers after a while, and counts how many calls it has at a time. */
function slow(ms: number) {
  const seen = { now: 0, most: 0 };
  const classifier: TicketClassifier = {
    id: 'slow',
    heads: [],
    maxBatch: 10,
    async classify(texts, { signal } = {}) {
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      try {
        await sleep(ms, undefined, { signal });
        return texts.map(() => ANSWER);
      } finally {
        seen.now -= 1;
      }
    },
    close: async () => undefined,
  };
  return { classifier, seen };
}

describe('PatientClassifier', () => {
  it('has as many calls at a time as there are slots', async () => {
    const { classifier, seen } = slow(5);
    const patient = new PatientClassifier(classifier, { slots: 2, patienceMs: 60_000 });
    const answers = await Promise.all(Array.from({ length: 7 }, () => patient.classify(['x'])));
    expect(answers).toEqual(Array.from({ length: 7 }, () => [ANSWER]));
    expect(seen).toEqual({ now: 0, most: 2 });
  });

  it('gives up when its time has passed, those that wait with those that run, and is free again', async () => {
    const { classifier, seen } = slow(60_000);
    const patient = new PatientClassifier(classifier, { slots: 1, patienceMs: 20 });
    const outcomes = await Promise.allSettled(Array.from({ length: 3 }, () => patient.classify(['x'])));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(seen.now).toBe(0);
    const free = new PatientClassifier(slow(1).classifier, { slots: 1, patienceMs: 60_000 });
    await expect(free.classify(['x'])).resolves.toEqual([ANSWER]);
  });

  it('ends when its caller leaves', async () => {
    const patient = new PatientClassifier(slow(60_000).classifier, { slots: 1, patienceMs: 60_000 });
    const leaving = new AbortController();
    const call = patient.classify(['x'], { signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(call).rejects.toThrow();
  });
});
